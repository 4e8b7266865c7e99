#include "core/report/identitydocument.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

// What a machine got for an answer; the token itself is never kept.
IdentitySeen answered(IdentityFault kind, int status, Delivery delivery = Delivery::Answered)
{
    IdentitySeen seen;
    TokenAnswer answer;
    answer.delivery = delivery;
    answer.status = status;
    answer.fault = kind;
    seen.absence = absenceOf(answer);
    seen.answer = answer;
    return seen;
}

IdentitySeen withToken()
{
    IdentitySeen seen = answered(IdentityFault::None, 200);
    seen.absence = Absence::None;
    Claims claims;
    claims.objectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    claims.idtyp = u"app"_s;
    claims.miResourceId =
        u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/Microsoft.Web/sites/app"_s;
    seen.claims = claims;
    return seen;
}

} // namespace

class TestIdentityDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answerIsToldInWordsOfItsOwn_data();
    void answerIsToldInWordsOfItsOwn();
    void placeIsToldAsPeopleCallIt_data();
    void placeIsToldAsPeopleCallIt();
};

void TestIdentityDocument::answerIsToldInWordsOfItsOwn_data()
{
    QTest::addColumn<IdentitySeen>("seen");
    QTest::addColumn<QString>("words");
    QTest::addRow("token") << withToken() << u"returned a token"_s;
    QTest::addRow("clock behind") << [] {
        IdentitySeen seen = withToken();
        seen.answer->fault = IdentityFault::ClockSkew;
        return seen;
    }() << u"returned a token"_s;
    QTest::addRow("other service") << answered(IdentityFault::WrongAudience, 200)
                                   << u"returned a token for another service (status 200)"_s;
    QTest::addRow("secret") << answered(IdentityFault::SecretRejected, 401)
                            << u"rejects this process's secret (status 401)"_s;
    QTest::addRow("key") << answered(IdentityFault::ArcKeyUnreadable, 401)
                         << u"requires a key that this account cannot read (status 401)"_s;
    QTest::addRow("refused") << answered(IdentityFault::ImdsRefused, 0, Delivery::ConnectionRefused)
                             << u"refuses the connection: nothing is listening there"_s;
    QTest::addRow("reset") << answered(IdentityFault::ImdsRefused, 0, Delivery::ConnectionReset)
                           << u"accepts the connection and closes it without a response"_s;
    QTest::addRow("page") << answered(IdentityFault::MalformedJson, 200)
                          << u"did not respond like an identity endpoint (status 200)"_s;
    QTest::addRow("stopped") << answered(IdentityFault::None, 0, Delivery::Stopped)
                             << u"was not waited for any longer"_s;
}

void TestIdentityDocument::answerIsToldInWordsOfItsOwn()
{
    QFETCH(IdentitySeen, seen);
    QFETCH(QString, words);
    const IdentityDocument document = describe(seen);
    QCOMPARE(document.endpoints.first().words, words);
}

void TestIdentityDocument::placeIsToldAsPeopleCallIt_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("machine")
        << int(MachineKind::AzureVm)
        << u"This is an Azure virtual machine. Its identity is the system-assigned identity of app."_s;
    QTest::addRow("agent")
        << int(MachineKind::AzurePipelinesHosted)
        << u"This is a Microsoft-hosted agent. Its identity is the system-assigned identity of app."_s;
    QTest::addRow("service")
        << int(MachineKind::Functions)
        << u"This runs in Azure Functions. Its identity is the system-assigned identity of app."_s;
}

void TestIdentityDocument::placeIsToldAsPeopleCallIt()
{
    QFETCH(int, kind);
    QFETCH(QString, sentence);
    IdentitySeen seen = withToken();
    seen.machine.kind = MachineKind(kind);
    QCOMPARE(describe(seen).sentence, sentence);
}

QTEST_APPLESS_MAIN(TestIdentityDocument)
#include "tst_identitydocument.moc"
