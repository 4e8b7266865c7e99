#include "core/findings/catalogue.h"
#include "core/findings/pasted/wording.h"
#include "core/findings/pastedtext.h"
#include "tests/findings/data.h"
#include "tests/support/sanitizer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace signet;

// Texts of many programs and what they mean: tests/findings/data/pasted/*.json, or the file that
// SIGNET_PASTED names. `expect` lists the findings that are right as the first one; empty means that nothing
// may be claimed. `source` tells where the program's words were read.
class TestPastedCorpus : public QObject {
    Q_OBJECT

private:
    struct Count {
        int texts = 0;
        int first = 0;
        int amongThree = 0;
        int unknown = 0;
        int falseClaims = 0;
    };

private Q_SLOTS:
    void everyTextIsUnderstood_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expect");
        QStringList files{qEnvironmentVariable("SIGNET_PASTED")};
        if (files.first().isEmpty()) {
            const QDir dir(QStringLiteral(SIGNET_FINDINGS_DATA "/pasted"));
            files.clear();
            for (const QString &name : dir.entryList({u"*.json"_s}, QDir::Files, QDir::Name))
                files.append(dir.filePath(name));
        }
        for (const QString &name : std::as_const(files)) {
            QFile file(name);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object()["cases"_L1].toArray();
            QVERIFY2(!cases.isEmpty(), qPrintable(name));
            for (const QJsonValue &value : cases) {
                QStringList expect;
                for (const QJsonValue &finding : value["expect"_L1].toArray())
                    expect.append(finding.toString());
                QTest::addRow("%s", qPrintable(value["id"_L1].toString()))
                    << value["program"_L1].toString(u"any"_s) << value["text"_L1].toString() << expect;
            }
        }
    }

    void everyTextIsUnderstood()
    {
        QFETCH(QString, program);
        QFETCH(QString, text);
        QFETCH(QStringList, expect);
        for (const QString &finding : std::as_const(expect))
            m_programs[finding].insert(program);
        const QList<Cause> causes = explainPastedText(text).causes;
        m_texts.append({text, program, expect, causes});
        QStringList found;
        for (const Cause &cause : causes)
            found.append(u"%1 %2"_s.arg(cause.finding.toString()).arg(cause.confidence));
        Count &count = m_counts[program];
        ++count.texts;
        const auto isExpected = [&](const Cause &cause) { return expect.contains(cause.finding.toString()); };
        if (expect.isEmpty()) {
            count.falseClaims += causes.isEmpty() ? 0 : 1;
            count.first += causes.isEmpty() ? 1 : 0;
            count.amongThree += causes.isEmpty() ? 1 : 0;
            QVERIFY2(causes.isEmpty(), qPrintable(u"claimed: "_s + found.join(u", "_s)));
            return;
        }
        count.unknown += causes.isEmpty() ? 1 : 0;
        count.first += !causes.isEmpty() && isExpected(causes.first()) ? 1 : 0;
        count.amongThree += std::ranges::any_of(causes.mid(0, 3), isExpected) ? 1 : 0;
        QVERIFY2(!causes.isEmpty(), qPrintable(u"unknown; expected "_s + expect.join(u' ')));
        QVERIFY2(
            isExpected(causes.first()),
            qPrintable(u"expected %1; found %2"_s.arg(expect.join(u' '), found.mid(0, 4).join(u", "_s))));
        QVERIFY(causes.first().line > 0);
    }

    // What terminals, pipelines, mail programs and loggers do to a text does not change what it says.
    void theAnswerStaysWhateverCarriesTheText_data()
    {
        QTest::addColumn<QString>("carrier");
        for (const char *carrier : {"wrapped at 80", "JSON", "HTML", "time stamps", "mail", "colours",
                                    "Windows", "frame", "middle of a log"})
            QTest::addRow("%s", carrier) << QString::fromLatin1(carrier);
    }

    void theAnswerStaysWhateverCarriesTheText()
    {
        QFETCH(QString, carrier);
        int tried = 0;
        int kept = 0;
        QStringList lost;
        // A log is long.
        const int step = carrier == "middle of a log"_L1 ? 60 : underSanitizer ? 8 : 1;
        for (qsizetype i = 0; i < m_texts.size(); i += step) {
            const QString &text = m_texts[i].text;
            const QList<Cause> &plain = m_texts[i].causes;
            if (plain.isEmpty())
                continue;
            const QList<Cause> carried = explainPastedText(carriedBy(carrier, text)).causes;
            ++tried;
            // Several findings can be right as the first one.
            if (!carried.isEmpty() && m_texts[i].expect.contains(carried.first().finding.toString()))
                ++kept;
            else
                lost.append(u"%1 became %2: %3"_s.arg(
                    plain.first().finding.toString(),
                    carried.isEmpty() ? u"unknown"_s : carried.first().finding.toString(), text.left(120)));
        }
        qInfo("%-16s %d of %d answers stay", qPrintable(carrier), kept, tried);
        QVERIFY(tried > 0);
        QVERIFY2(kept * 1000 >= tried * 995, qPrintable(lost.join(u"\n---\n"_s)));
    }

    // Somebody copies half of what they see. What is left of the error still says it.
    void theHalfThatSaysItIsEnough()
    {
        int tried = 0;
        int kept = 0;
        QStringList lost;
        for (qsizetype i = 0; i < m_texts.size(); i += 4) {
            const QList<Cause> &plain = m_texts[i].causes;
            const QStringList lines = m_texts[i].text.split(u'\n', Qt::SkipEmptyParts);
            constexpr int enoughToCut = 4; // lines
            if (plain.isEmpty() || plain.first().line == 0 || lines.size() < enoughToCut)
                continue;
            const QStringList all = m_texts[i].text.split(u'\n');
            const int middle = int(all.size() / 2);
            const bool inFirstHalf = plain.first().line <= middle;
            const QStringList half = inFirstHalf ? all.mid(0, middle) : all.mid(middle);
            const QList<Cause> left = explainPastedText(half.join(u'\n')).causes;
            ++tried;
            // A later line can tell which of several causes it is; the first three hold it without.
            const auto isSame = [&](const Cause &cause) { return cause.finding == plain.first().finding; };
            if (std::ranges::any_of(left.mid(0, 3), isSame))
                ++kept;
            else
                lost.append(m_texts[i].text.left(200));
        }
        qInfo("cut in the middle: %d of %d answers stay among three", kept, tried);
        QVERIFY(tried > 0);
        QVERIFY2(kept * 100 >= tried * 90, qPrintable(lost.join(u"\n---\n"_s)));
    }

    void theClaimGoesWithTheLinesThatSaidIt()
    {
        int tried = 0;
        for (qsizetype i = 0; i < m_texts.size(); i += 4) {
            const QString &text = m_texts[i].text;
            const QList<Cause> &plain = m_texts[i].causes;
            if (plain.isEmpty())
                continue;
            ++tried;
            QStringList lines = text.split(u'\n');
            QList<Cause> left = plain;
            const auto claim = [&]() -> const Cause * {
                const auto found = std::ranges::find(left, plain.first().finding, &Cause::finding);
                return found == left.end() || found->line == 0 ? nullptr : &*found;
            };
            // Each removal takes the line that the answer names; when they are used up, nothing may be left.
            for (const Cause *cause = claim(); cause; cause = claim()) {
                QVERIFY(cause->line <= lines.size() && !lines[cause->line - 1].isEmpty());
                lines[cause->line - 1].clear();
                left = explainPastedText(lines.join(u'\n')).causes;
            }
        }
        qInfo("%d claims went with their lines", tried);
        QVERIFY(tried > 0);
    }

    // A table of findings and the programs that can print them.
    void everyFindingWithWordsHasATextOfAProgram()
    {
        QSet<QString> worded;
        for (const ProgramWordings &program : wordings()) {
            for (const Wording &wording : program.wordings)
                worded.insert(wording.finding.toString());
        }
        QStringList without;
        for (const QString &finding : std::as_const(worded)) {
            if (!m_programs.contains(finding))
                without.append(finding);
        }
        for (const auto &[finding, programs] : m_programs.asKeyValueRange()) {
            QStringList names = programs.values();
            names.sort();
            qInfo("%-34s %s", qPrintable(finding), qPrintable(names.join(u", "_s)));
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join(u' ')));
    }

    // The holes of that table: a finding without a text is one that no other program prints.
    void whatNoTextSpeaksOfIsSignetsOwn()
    {
        int holes = 0;
        QStringList unexplained;
        for (const Finding &finding : catalogue()) {
            const QString id = finding.id.toString();
            if (m_programs.contains(id))
                continue;
            ++holes;
            const char *reason = whyNoText(finding);
            qInfo("no text: %-34s %s", qPrintable(id), reason ? reason : "unexplained");
            if (!reason)
                unexplained.append(u"%1 (%2)"_s.arg(id, QString(finding.chapter)));
        }
        qInfo("%d findings with a text, %d without", int(m_programs.size()), holes);
        QVERIFY2(unexplained.isEmpty(), qPrintable(unexplained.join(u", "_s)));
    }

    void aLogOfTenThousandErrorsIsReadOnce()
    {
        QString log;
        for (int i = 0; i < 10'000; ++i)
            log +=
                u"2026-01-02T03:04:%1Z ##[error]TF401444: Please sign-in at least once as %2 in a web "
                u"browser to "
                "enable access to the service.\nstep %2\nstep again\nend\n"_s.arg(i % 60, 2, 10, QChar(u'0'))
                    .arg(100'000 + i);
        QElapsedTimer timer;
        timer.start();
        const QList<Cause> causes = explainPastedText(log).causes;
        QVERIFY(!causes.isEmpty());
        QCOMPARE(causes.first().finding, finding::notInOrg);
        QVERIFY2(causes.first().times > 1000, qPrintable(QString::number(causes.first().times)));
        qInfo("%lld characters in %lld ms", qint64(log.size()), timer.elapsed());
    }

    void cleanupTestCase()
    {
        Count all;
        for (const auto &[program, count] : m_counts) {
            qInfo("%-28s %3d texts, %3d first, %3d among three, %2d unknown, %2d false claims",
                  qPrintable(program), count.texts, count.first, count.amongThree, count.unknown,
                  count.falseClaims);
            all.texts += count.texts;
            all.first += count.first;
            all.amongThree += count.amongThree;
            all.unknown += count.unknown;
            all.falseClaims += count.falseClaims;
        }
        qInfo("%-28s %3d texts, %3d first, %3d among three, %2d unknown, %2d false claims", "all", all.texts,
              all.first, all.amongThree, all.unknown, all.falseClaims);
    }

private:
    // Why no other program prints it, or nothing where one can.
    static const char *whyNoText(const Finding &finding)
    {
        // Stages at which Signet itself reports, about what it was given and what it does.
        static const QSet<QString> own{u"input"_s, u"setup"_s, u"sign-in"_s, u"principal"_s};
        static const QSet<FindingId> judged{
            finding::providerValueUnknown,         finding::providerAliasUnknown,
            finding::providerAliasNeeded,          finding::providerBelongsToCaller,
            finding::configurationTooLarge,        finding::expectedCredentialMissing,
            finding::expectedCredentialOverridden, finding::expectedCredentialRejected,
            finding::expectedCliNotSignedIn,       finding::expectedCredentialNotTried,
        };
        static const QSet<FindingId> compared{
            finding::envNamesDisagree,        finding::tokenPathNotRead,     finding::identityUnnamed,
            finding::orgUrlOtherOrganization, finding::licenceBasicAlias,    finding::groupRuleNotApplied,
            finding::providerOtherIdentity,   finding::providerBlockDiffers, finding::clientIdOfApplication,
            finding::fileIsGenerated,         finding::identityRecreated,    finding::orgTenantSwitched,
            finding::rightsNotKnown,          finding::accessLevelNotKnown,  finding::terraformRunsRemotely,
            finding::providerReplaced,
        };
        if (own.contains(QString(finding.chapter)))
            return "Signet alone reports it";
        if (judged.contains(finding.id))
            return "it is about what Signet was asked to expect";
        return compared.contains(finding.id) ? "no program has words of its own for it; Signet compares"
                                             : nullptr;
    }

    static QString carriedBy(const QString &carrier, const QString &text)
    {
        QStringList lines = text.split(u'\n');
        if (carrier == "wrapped at 80"_L1) {
            QStringList wrapped;
            for (const QString &line : std::as_const(lines)) {
                for (qsizetype at = 0; at == 0 || at < line.size(); at += 80)
                    wrapped.append(line.mid(at, 80));
            }
            return wrapped.join(u'\n');
        }
        if (carrier == "JSON"_L1)
            return QString::fromUtf8(
                QJsonDocument(QJsonObject{{u"log"_s, text}}).toJson(QJsonDocument::Compact));
        if (carrier == "HTML"_L1)
            return u"<pre>"_s + text.toHtmlEscaped() + u"</pre>"_s;
        if (carrier == "Windows"_L1)
            return lines.join(u"\r\n"_s);
        if (carrier == "middle of a log"_L1) {
            QString log;
            for (int i = 0; i < 5'000; ++i) {
                log +=
                    u"2026-01-02 03:04:05,678 INFO  [worker-%1] job %2 went on in 12 ms\n"_s.arg(i % 7).arg(
                        i);
                if (i == 2'500)
                    log += text + u'\n';
            }
            return log;
        }
        for (QString &line : lines) {
            line = carrier == "time stamps"_L1 ? u"2026-01-02T03:04:05.1234567Z "_s + line
                : carrier == "mail"_L1         ? u"> > "_s + line
                : carrier == "colours"_L1      ? u"\x1b[31m"_s + line + u"\x1b[0m"_s
                                               : u"│ "_s + line;
        }
        return lines.join(u'\n');
    }

    struct Text {
        QString text;
        QString program;
        QStringList expect;
        QList<Cause> causes;
    };
    QList<Text> m_texts; // in the order of the rows
    QMap<QString, QSet<QString>> m_programs; // by finding
    std::map<QString, Count> m_counts;
};

QTEST_GUILESS_MAIN(TestPastedCorpus)
#include "tst_pastedcorpus.moc"
