// Compares the decision with recorded ones of the real provider. The last line is "N passed, M failed".

#include "core/terraform/decision.h"
#include "tests/terraform/decisionvector.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

struct Tally {
    int passed = 0;
    int failed = 0;
};
Tally tally;

constexpr int shownFailures = 10;

QStringList strings(const QJsonValue &json)
{
    QStringList list;
    const QJsonArray array = json.toArray();
    for (const QJsonValue one : array)
        list.append(one.toString());
    return list;
}

// Differences, one line each. Of several refusals of one step any may have been met first.
QStringList differences(const Decision &decision, const QJsonObject &observed)
{
    QStringList lines;
    const auto compare = [&lines](QLatin1StringView what, const QString &is, const QString &should) {
        if (is != should)
            lines.append(u"%1 is %2, was observed as %3"_s.arg(what, is, should));
    };
    const auto word = [](bool value) { return value ? u"true"_s : u"false"_s; };

    compare("stage"_L1, toString(decision.stage), observed["stage"_L1].toString());
    compare("configured"_L1, word(decision.configured()), word(observed["configured"_L1].toBool()));
    compare("decidedBy"_L1, toString(decision.decidedBy), observed["decidedBy"_L1].toString());
    compare("attempted"_L1, decision.attempted.join(u' '), strings(observed["attempted"_L1]).join(u' '));
    compare("azureCliCalled"_L1, word(decision.azureCliCalled), word(observed["azureCliCalled"_L1].toBool()));

    const QJsonValue asked = observed["managedIdentityAsked"_L1];
    compare("managedIdentityAsked"_L1, word(decision.managedIdentityAsked),
            word(asked.isObject() || asked.toBool()));
    if (asked.isObject() && decision.managedIdentityAsked) {
        const QString clientId = decision.decidedBy == CredentialMethod::ManagedIdentity
            ? decision.clientId
            : asked["clientId"_L1].toString();
        compare("clientId"_L1, clientId, asked["clientId"_L1].toString());
        compare("asked at IMDS"_L1, word(decision.identitySource == "imds"_L1),
                word(asked["via"_L1] == "imds"_L1));
    }

    const QString errorClass = observed["errorClass"_L1].toString();
    const QString attribute = observed["attribute"_L1].toString();
    const bool isAmongRefusals = std::ranges::any_of(decision.refusals, [&](const DecisionRefusal &refusal) {
        return refusal.errorClass.value_or(QString()) == errorClass
            && (attribute.isEmpty() || attribute == u"AttributeName(\"%1\")"_s.arg(refusal.attribute));
    });
    if (decision.refusals.isEmpty())
        compare("errorClass"_L1, decision.errorClass.value_or(QString()), errorClass);
    else if (!isAmongRefusals)
        lines.append(u"%1 is refused (%2), was observed as %3 (%4)"_s.arg(
            decision.attribute, decision.errorClass.value_or(QString()), attribute, errorClass));
    return lines;
}

} // namespace

class TestDecisionVectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedDecisionIsFound()
    {
        const QJsonArray vectors = decisionvector::readVectors();
        for (const QJsonValue entry : vectors) {
            const QJsonObject vector = entry.toObject();
            const DecisionInput input = decisionvector::inputOf(vector);
            const Decision decision = decide(input, decisionvector::hostOf(input));
            const QStringList lines = differences(decision, vector["observed"_L1].toObject());
            if (lines.isEmpty()) {
                ++tally.passed;
                continue;
            }
            if (++tally.failed > shownFailures)
                continue;
            std::printf("%s\n  %s\n  error: %s\n", qPrintable(lines.join(u"\n  "_s)),
                        QJsonDocument(vector).toJson(QJsonDocument::Compact).constData(),
                        qPrintable(decision.error));
        }
        QCOMPARE(tally.failed, 0);
    }
};

int main(int argc, char *argv[])
{
    TestDecisionVectors test;
    const int result = QTest::qExec(&test, argc, argv);
    std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0 ? 1 : result;
}

#include "tst_decision_vectors.moc"
