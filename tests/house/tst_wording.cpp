#include "core/findings/catalogue.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;
using namespace signet;

// Holds what can be held of plain English: no text for people carries a mark of the list below, and the
// findings keep their form. A text is a string literal of at least three words, or a paragraph of a page.

namespace {

struct Mark {
    const char *name;
    const char *pattern;
    const char *better;
};

#define SIGNET_PROGRAM                                                                                       \
    "(?:Signet|Terraform|Azure|Entra|[Tt]he "                                                                \
    "(?:service|program|provider|machine|endpoint|server|agent|profile"                                      \
    "|configuration|answer|plan|receipt|organization|CLI|library|file)|[Ii]t|which|that|who)"

constexpr Mark marks[] = {
    {"is no", "\\b(?<![Tt]here )(?:is|are|was|were) no(?:body)?\\b(?! longer\\b)", "is not a"},
    {"anew", "\\banew\\b", "again"},
    {"go on", "\\b(?:[Gg]o(?:es)?|going|went|gone) on\\b", "continue, resume"},
    {"whom", "\\b[Ww]hom\\b", "which identity"},
    {"nobody", "\\b(?:[Nn]obody|[Ss]omebody)\\b", "no identity, someone"},
    {"without a word", "without a word|\\bin silence\\b|\\bsa(?:ys?|id) nothing\\b",
     "silently, does not respond"},
    {"own eyes", "\\bown eyes\\b|\\bits eyes\\b", "as that identity"},
    {"the own", "\\b(?:[Tt]he|[Aa]n) own\\b", "this host's"},
    {"take back", "\\b(?:tak(?:es?|en|ing)|took|giv(?:es?|en|ing)|gave) (?:\\w+ )?(?:back|away)\\b",
     "undo, revert, remove"},
    {"told by", "\\b(?:told|known|seen) by\\b|\\bto be told\\b|\\b(?:is|are|was|were) told\\b",
     "detected from, according to"},
    {"too", ", too\\b(?! (?:many|much|large|long|old|short|few|late|big|small)\\b)|\\btoo\\.$", "also"},
    {"besides",
     "\\b[Bb]esides?\\b|\\b[Ll]ikewise\\b|\\b[Oo]f (?:it|them|one)sel(?:f|ves)\\b|\\b[Aa]ll the same\\b",
     "also, by itself, anyway"},
    {"may not", "\\b[Mm]ay not\\b|\\b(?:[Aa]ccount|[Ii]dentity|[Yy]ou|[Uu]ser|Signet|[Ww]ho) may\\b",
     "cannot, is not allowed to"},
    {"shall", "\\b[Ss]hall\\b", "should"},
    {"look whether", "\\b[Ll]ook(?:s|ing|ed)? (?:whether|who|what|if|which)\\b|\\b[Ss]ee whether\\b",
     "check whether"},
    {"it is searched", "\\b[Ii]t is (?:searched|asked|looked|said|seen|waited|tried)\\b", "Signet searches"},
    {"stands", "\\b(?:[Ss]tands?|stood|standing)\\b(?! (?:for|alone)\\b)", "is, appears, is listed"},
    {"mend", "\\b[Mm]end(?:s|ed|ing)?\\b", "fix"},
    {"who wants", "\\b[Ww]ho wants\\b|\\b[Ww]hat is needed\\b", "people who, you need"},
    {"is meant", "\\b(?:is|are|was) meant\\b|\\bmeant one\\b", "the intended one"},
    {"announced", "\\bannounced\\b", "expected"},
    {"a program says", "\\b" SIGNET_PROGRAM " (?:says?|said|gives?|gave|tells?|told|takes?|took|wants?)\\b",
     "returns, prints, sets, accepts, shows, requires"},
    {"%1 says", "%(?:\\d|\\w+%) (?:says?|said|gives?|gave|tells?|told|takes?|took|wants?)\\b",
     "returns, prints, sets, accepts, shows, requires"},
    {"not everything", "\\b[Nn]ot everything\\b|\\b[Aa]ll of it\\b", "everything, some"},
    {"good", "\\b(?:is|be|are|was|still|not) good\\b|\\bgood for\\b", "valid"},
    {"leave away", "\\b(?:[Ll]eave|[Ll]eft|[Ll]eaving) (?:\\w+ ){0,3}away\\b", "omit, remove"},
    {"another than", "\\banother (?:\\w+ )?than\\b|\\bthan the one that\\b", "different from, other than"},
    {"except", "\\bExcept (?:the|this|these|%)", "exclude"},
    {"British spelling",
     "\\b(?:\\w*[Ll]icen[c]e\\w*|[Cc]olours?|\\w*[Rr]ecognis\\w+|[Oo]rganisation\\w*|[Bb]ehaviours?|[Cc]"
     "entres?"
     "|[Aa]uthoris\\w+|[Cc]ancelled|[Ii]nitialis\\w+|[Ss]ynchronis\\w+|[Aa]nalyse\\w*|[Cc]atalogues?|[Ff]"
     "avour\\w*)\\b",
     "American spelling"},
    {"x(s)", "^(?!.*%n).*\\w\\(s\\)", "%n"},
    {"it seems", ", it seems", "probably"},
    {"hangs together", "\\bhangs? together\\b|\\bfits? together\\b|\\bwhole story\\b",
     "how it works, details"},
    {"forbidden to", "\\bforbidden to\\b", "blocked for"},
    {"proven", "\\bproven\\b", "verified"},
    {"can not", "\\bcan not\\b", "cannot"},
};

struct Allowed {
    const char *file;
    const char *text; // a part of it
    const char *reason;
};

constexpr Allowed allowed[] = {
    {"core/findings/catalogue/membership.cpp", "following permission(s)", "quotes Azure DevOps"},
    {"core/findings/catalogue/permissions.cpp", "following permission(s)", "quotes Azure DevOps"},
    {"core/findings/serviceerror.cpp", "following permission(s)", "quotes Azure DevOps"},
    {"app/cli/commands.cpp", "Signet gives Terraform a managed identity", "gives somebody something"},
    {"app/gui/main.cpp", "Signet gives Terraform a managed identity", "gives somebody something"},
    {"ui/aboutpage.cpp", "Signet gives Terraform a managed identity", "gives somebody something"},
    {"README.md", "Signet gives Terraform a managed identity", "gives somebody something"},
};

struct Text {
    QString file;
    int line;
    QString words;
};

QString root()
{
    return QStringLiteral(SIGNET_SOURCE_DIR);
}

QString read(const QString &path)
{
    QFile file(root() + u'/' + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

// Enough words to be a sentence, and neither a command nor a path nor a pattern.
bool isForPeople(const QString &text, QStringView before)
{
    static const QRegularExpression marked(u"(?:\\btr|translate|NOOP\\w*)\\(\\s*(?:\"[^\"]*\",\\s*)?$"_s);
    static const QRegularExpression command(
        u"^\\s*(?:az|curl|signet|docker|kubectl|systemctl|sudo|git|export|unset|terraform) "_s);
    static const QRegularExpression address(u"https?://\\S+"_s);
    static const QRegularExpression word(u"(?<![\\w.%/\\-$])[A-Za-z][a-z']+(?![\\w/=\\-])"_s);
    if (marked.match(before.toString()).hasMatch())
        return true;
    if (before.endsWith(u"QRegularExpression(u") || command.match(text).hasMatch())
        return false;
    int words = 0;
    auto found = word.globalMatch(QString(text).remove(address));
    for (; found.hasNext() && words < 3; ++words)
        found.next();
    return words >= 3;
}

QString unescaped(QStringView literal)
{
    QString text;
    for (qsizetype i = 0; i < literal.size(); ++i) {
        if (literal[i] == u'\\' && i + 1 < literal.size()) {
            ++i;
            text.append(literal[i] == u'n' || literal[i] == u't' ? u' ' : literal[i]);
        } else {
            text.append(literal[i]);
        }
    }
    return text;
}

// The literals of a source file; those that stand side by side are one text.
QList<Text> literalsIn(const QString &path)
{
    const QString code = read(path);
    QList<Text> texts;
    qsizetype joinedEnd = -1; // end of the last literal, while only blanks follow it
    qsizetype start = 0;
    QString joined;
    const auto finish = [&] {
        if (joinedEnd < 0)
            return;
        const QStringView before = QStringView(code).mid(qMax(0, start - 80), qMin(start, 80));
        if (isForPeople(joined, before))
            texts.append({path, int(QStringView(code).left(start).count(u'\n')) + 1, joined.simplified()});
        joinedEnd = -1;
        joined.clear();
    };
    const auto behind = [&code](const QString &end, qsizetype from) {
        const qsizetype at = code.indexOf(end, from);
        return at < 0 ? code.size() : at + end.size();
    };
    qsizetype i = 0;
    while (i < code.size()) {
        const QChar c = code[i];
        const QStringView two = QStringView(code).mid(i, 2);
        if (two == u"//") {
            i = behind(u"\n"_s, i);
        } else if (two == u"/*") {
            i = behind(u"*/"_s, i + 2);
        } else if (two == u"R\"") {
            const qsizetype open = behind(u"("_s, i);
            i = behind(u')' + code.mid(i + 2, open - i - 3) + u'"', open);
        } else if (c == u'\'') {
            const bool separatesDigits = i > 0 && code[i - 1].isDigit() && code.mid(i + 2, 1) != u"'"_s;
            const bool isEscaped = code.mid(i + 1, 1) == u"\\"_s;
            i = separatesDigits ? i + 1 : behind(u"'"_s, i + (isEscaped ? 3 : 2));
        } else if (c == u'"') {
            qsizetype end = i + 1;
            while (end < code.size() && code[end] != u'"')
                end += code[end] == u'\\' ? 2 : 1;
            if (joinedEnd < 0)
                start = i;
            joined += unescaped(QStringView(code).mid(i + 1, end - i - 1));
            i = qMin(end + 1, code.size());
            while (i < code.size() && (code[i].isLetterOrNumber() || code[i] == u'_'))
                ++i; // _s, _L1
            joinedEnd = i;
        } else {
            if (joinedEnd >= 0 && !c.isSpace() && !(c == u'u' && code.mid(i + 1, 1) == u"\""_s))
                finish();
            ++i;
        }
    }
    finish();
    return texts;
}

// The paragraphs of a page, without code.
QList<Text> paragraphsIn(const QString &path)
{
    static const QRegularExpression code(u"`[^`]*`"_s);
    static const QRegularExpression roff(u"^\\.(?:BR?|IR?|RB|BI|TP)\\s*|\\\\f[BIRP]"_s);
    QList<Text> texts;
    QString paragraph;
    int line = 0;
    int start = 1;
    bool isCode = false;
    const auto finish = [&] {
        if (!paragraph.isEmpty())
            texts.append({path, start, paragraph.simplified()});
        paragraph.clear();
    };
    for (QString words : read(path).split(u'\n')) {
        ++line;
        if (words.startsWith("```"_L1)) {
            isCode = !isCode;
            words.clear();
        }
        words = words.remove(roff).replace(u"\\-"_s, u"-"_s).replace(code, u"x"_s).trimmed();
        const bool begins = words.startsWith(u'-') || words.startsWith(u'*') || words.startsWith(u'#')
            || words.startsWith(u'|') || words.startsWith(u'.');
        if (isCode || words.isEmpty() || begins)
            finish();
        if (isCode || words.isEmpty())
            continue;
        if (paragraph.isEmpty())
            start = line;
        paragraph += words + u' ';
    }
    finish();
    return texts;
}

QStringList filesIn(const QString &folder, const QStringList &names)
{
    QStringList paths;
    QDirIterator it(root() + u'/' + folder, names, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        paths.append(it.next().mid(root().size() + 1));
    paths.sort();
    return paths;
}

QList<Text> textsForPeople()
{
    QList<Text> texts;
    for (const QString &folder : {u"app"_s, u"core"_s, u"ui"_s}) {
        for (const QString &path : filesIn(folder, {u"*.cpp"_s, u"*.h"_s})) {
            // The simulated services speak in the words of the real ones, and a pasted text in those of
            // others.
            if (!path.startsWith("core/sandbox/"_L1) && !path.startsWith("core/findings/pasted/wordings/"_L1))
                texts += literalsIn(path);
        }
    }
    for (const QString &page : {u"core/ARCHITECTURE.md"_s, u"README.md"_s, u"CONTRIBUTING.md"_s,
                                u"SECURITY.md"_s, u"CHANGELOG.md"_s})
        texts += paragraphsIn(page);
    for (const QString &page : filesIn(u"resources"_s, {u"*.1"_s, u"*.md"_s}))
        texts += paragraphsIn(page);
    return texts;
}

// As it is shown where nothing is known.
QString plain(const char *pattern)
{
    static const QRegularExpression placeholder(u"%\\w+\\|([^%]*)%"_s);
    return QString::fromUtf8(pattern).replace(placeholder, u"\\1"_s);
}

qsizetype wordsOf(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts).size();
}

QStringList sentencesOf(const QString &text)
{
    static const QRegularExpression end(u"(?<=[.?])\\s+(?=[A-Z\"])"_s);
    return text.split(end);
}

struct Longest {
    qsizetype words = 0;
    QString text;

    void add(const QString &candidate)
    {
        if (wordsOf(candidate) > words) {
            words = wordsOf(candidate);
            text = candidate;
        }
    }
};

} // namespace

class TestWording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksAreFound_data();
    void marksAreFound();
    void textsCarryNoMarks();
    void findingsKeepTheirForm();
};

namespace {

QStringList marksIn(const QString &text)
{
    static const QList<QRegularExpression> patterns = [] {
        QList<QRegularExpression> all;
        for (const Mark &mark : marks) {
            all.append(QRegularExpression(QString::fromLatin1(mark.pattern)));
            if (!all.last().isValid())
                qFatal("%s: %s", mark.name, qPrintable(all.last().errorString()));
        }
        return all;
    }();
    QStringList found;
    for (qsizetype i = 0; i < patterns.size(); ++i) {
        if (patterns[i].match(text).hasMatch())
            found.append(QString::fromLatin1(marks[i].name));
    }
    return found;
}

bool allows(const Allowed &one, const Text &text)
{
    return text.file == QLatin1StringView(one.file) && text.words.contains(QString::fromUtf8(one.text));
}

} // namespace

void TestWording::marksAreFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("mark");
    QTest::addRow("is no") << u"The path is no regular file"_s << u"is no"_s;
    QTest::addRow("there is no") << u"There is no profile with this name"_s << QString();
    QTest::addRow("no longer") << u"The identity is no longer valid"_s << QString();
    QTest::addRow("go on") << u"Terraform would go on as the person"_s << u"go on"_s;
    QTest::addRow("says") << u"The endpoint says 200"_s << u"a program says"_s;
    QTest::addRow("placeholder says") << u"%1 says %2."_s << u"%1 says"_s;
    QTest::addRow("too") << u"Trust these, too."_s << u"too"_s;
    QTest::addRow("too large") << u"Empty, too large, or not JSON"_s << QString();
    QTest::addRow("plural") << u"%1 group(s) found"_s << u"x(s)"_s;
    QTest::addRow("counted plural") << u"%n group(s) found"_s << QString();
    QTest::addRow("spelling") << u"An organisation without a name"_s << u"British spelling"_s;
    QTest::addRow("plain") << u"Run the command again."_s << QString();
}

void TestWording::marksAreFound()
{
    QFETCH(QString, text);
    QFETCH(QString, mark);
    QCOMPARE(marksIn(text).join(u", "_s), mark);
}

void TestWording::textsCarryNoMarks()
{
    const QList<Text> texts = textsForPeople();
    QVERIFY(texts.size() > 2000);
    QStringList faults;
    std::set<const Allowed *> used;
    for (const Text &text : texts) {
        const QStringList found = marksIn(text.words);
        if (found.isEmpty())
            continue;
        const auto one = std::ranges::find_if(
            allowed, [&text](const Allowed &candidate) { return allows(candidate, text); });
        if (one != std::end(allowed))
            used.insert(one);
        else
            faults.append(
                u"%1:%2: %3: %4"_s.arg(text.file).arg(text.line).arg(found.join(u", "_s), text.words));
    }
    qInfo("%d texts for people; %d carry a mark, and %d places are allowed to", int(texts.size()),
          int(faults.size()), int(std::size(allowed)));
    for (const Allowed &one : allowed) {
        if (!used.contains(&one))
            faults.append(u"%1: allows a text that carries no mark: %2"_s.arg(QLatin1StringView(one.file),
                                                                              QString::fromUtf8(one.text)));
    }
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

void TestWording::findingsKeepTheirForm()
{
    Longest title;
    Longest cause;
    Longest sentence;
    QStringList faults;
    const auto check = [&](const Finding &finding, const char *titleText, const char *causeText,
                           const std::vector<FixStep> &fix) {
        const QString id = finding.id.toString();
        const QString heading = plain(titleText);
        title.add(heading);
        if (wordsOf(heading) > 9)
            faults.append(id + u": title: "_s + heading);
        const QString why = plain(causeText);
        cause.add(why);
        if (sentencesOf(why).size() > 2)
            faults.append(id + u": more than two sentences: "_s + why);
        for (const QString &one : sentencesOf(why)) {
            sentence.add(one);
            if (wordsOf(one) > 25)
                faults.append(id + u": more than 25 words: "_s + one);
        }
        for (const FixStep &step : fix) {
            static const QRegularExpression noVerb(u"^(?:Or|This|That|The|There|It|If|When|Here|You) "_s);
            if (noVerb.match(plain(step.text)).hasMatch())
                faults.append(id + u": begins with no verb: "_s + plain(step.text));
        }
    };
    for (const Finding &finding : catalogue()) {
        check(finding, finding.title, finding.cause, finding.fix);
        if (finding.toAdministrator) {
            check(finding, finding.toAdministrator->title, finding.toAdministrator->cause,
                  finding.toAdministrator->fix);
        }
    }
    qInfo("%d findings", int(catalogue().size()));
    for (const auto &[name, one] : {std::pair{"title", title}, {"cause", cause}, {"sentence", sentence}})
        qInfo("longest %s: %d words: %s", name, int(one.words), qPrintable(one.text));
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestWording)
#include "tst_wording.moc"
