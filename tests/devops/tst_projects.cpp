#include "core/devops/projects.h"

#include "tests/devops/scriptedtransport.h"
#include "tests/support/await.h"

#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

OrganizationName contoso()
{
    return *OrganizationName::parse(u"contoso"_s);
}
Secret token()
{
    return Secret(QByteArray("header.payload.signature"));
}

Credential credential()
{
    return Credential::bearer(Resource::AzureDevOps, token());
}

Reply page(const QByteArray &name, const QByteArray &continuation = {})
{
    const QByteArray value = name.isEmpty() ? QByteArray()
                                            : R"({"id":"EB6E4656-77FC-42A1-9181-4C6D8E9DA5D1","name":")"
            + name + R"(","url":"x","state":"wellFormed","revision":7,"visibility":"private"})";
    Headers headers = json();
    if (!continuation.isEmpty())
        headers.append({"x-ms-continuationtoken", continuation});
    return answer(200, R"({"count":1,"value":[)" + value + "]}", headers);
}

QString continuationOf(const Request &request)
{
    return QUrlQuery(request.url).queryItemValue(u"continuationToken"_s);
}

} // namespace

class ProjectsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allPagesAreRead();
    void anEmptyPageIsNotTheEnd();
    void aRepeatedTokenEndsTheList();
    void thereIsALimitOfPages();
    void aFailedPageKeepsWhatWasRead();
    void failuresAreKept_data();
    void failuresAreKept();
    void theContinuationIsEncoded();
    void visibilityIsPassedOn();
    void jsonRoundTripIsExact();
};

void ProjectsTest::allPagesAreRead()
{
    Script script({page("one", "1"), page("two", "2"), page("three")});
    const QUuid session(u"6fa459ea-ee8a-4ca4-894e-db77e160355e"_s);
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), session, {}));
    QCOMPARE(seen.projects.size(), 3);
    QCOMPARE(seen.projects[0],
             (ProjectSeen{u"eb6e4656-77fc-42a1-9181-4c6d8e9da5d1"_s, u"one"_s, u"private"_s}));
    QCOMPARE(seen.projects[2].name, u"three"_s);
    QVERIFY(!seen.truncated);
    QCOMPARE(seen.status, 200);
    QCOMPARE(continuationOf(script.transport->requests[0]), QString());
    QCOMPARE(continuationOf(script.transport->requests[1]), u"1"_s);
    QCOMPARE(continuationOf(script.transport->requests[2]), u"2"_s);
    for (qsizetype i = 0; i < 3; ++i) {
        QCOMPARE(script.transport->requests[i].credential->secret.reveal(), token().reveal());
        QCOMPARE(script.header(i, "X-TFS-Session"), QByteArray("6fa459ea-ee8a-4ca4-894e-db77e160355e"));
        QCOMPARE(script.header(i, "X-TFS-FedAuthRedirect"), QByteArray("Suppress"));
    }
}

void ProjectsTest::anEmptyPageIsNotTheEnd()
{
    Script script({page("one", "1"), page({}, "2"), page("three")});
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(seen.projects.size(), 2);
    QVERIFY(!seen.truncated);
}

void ProjectsTest::aRepeatedTokenEndsTheList()
{
    Script script({page("one", "1"), page("two", "2"), page("three", "1"), page("four")});
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(seen.projects.size(), 3);
    QVERIFY(seen.truncated);
}

void ProjectsTest::thereIsALimitOfPages()
{
    QList<Reply> pages;
    for (int i = 1; i <= 60; ++i)
        pages.append(page("p", QByteArray::number(i)));
    Script script(pages);
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(script.transport->requests.size(), 50);
    QCOMPARE(seen.projects.size(), 50);
    QVERIFY(seen.truncated);
}

void ProjectsTest::aFailedPageKeepsWhatWasRead()
{
    Script script({page("one", "1"), answer(500)});
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(seen.projects.size(), 1);
    QCOMPARE(seen.status, 500);
    QVERIFY(seen.truncated);
}

void ProjectsTest::failuresAreKept_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QString>("code");

    QTest::newRow("not a member") << answer(401, R"({"message":"TF401444: sign in"})", json())
                                  << u"TF401444"_s;
    QTest::newRow("no right") << answer(403, R"({"message":"TF50309: lacks"})", json()) << u"TF50309"_s;
    QTest::newRow("page") << answer(200, "<html/>") << QString();
    QTest::newRow("no list") << answer(200, R"({"value":{}})", json()) << QString();
    QTest::newRow("silence") << noAnswer(Delivery::ReadTimeout) << QString();
}

void ProjectsTest::failuresAreKept()
{
    QFETCH(Reply, reply);
    Script script({reply});
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(toString(seen.delivery), toString(reply.delivery));
    QCOMPARE(seen.status, reply.status);
    QTEST(seen.error.code, "code");
    QVERIFY(seen.projects.isEmpty());
    QVERIFY(!seen.truncated);
}

void ProjectsTest::theContinuationIsEncoded()
{
    Script script({page("one", "a&b=c+d%"), page("two")});
    await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(QUrlQuery(script.transport->requests[1].url)
                 .queryItemValue(u"continuationToken"_s, QUrl::FullyDecoded),
             u"a&b=c+d%"_s);
    QVERIFY(script.transport->requests[1].url.toEncoded().contains("continuationToken=a%26b%3Dc%2Bd%25"));
}

void ProjectsTest::visibilityIsPassedOn()
{
    Script script(
        {answer(200, R"({"value":[{"id":"1","name":"n","visibility":"organization"},{"id":"2","name":"m"}]})",
                json())});
    const ProjectsSeen seen = await(listProjects(script.http, contoso(), credential(), QUuid(), {}));
    QCOMPARE(seen.projects[0].visibility, u"organization"_s);
    QCOMPARE(seen.projects[1].visibility, QString());
}

void ProjectsTest::jsonRoundTripIsExact()
{
    ProjectsSeen seen;
    seen.delivery = Delivery::Answered;
    seen.status = 200;
    seen.projects = {{u"1"_s, u"One \u00e4"_s, u"public"_s}, {u"2"_s, u"Two"_s, QString()}};
    seen.truncated = true;
    seen.error.code = u"TF50309"_s;
    QVERIFY(readFields<ProjectsSeen>(writeFields(seen)) == seen);
    QVERIFY(readFields<ProjectsSeen>(writeFields(ProjectsSeen())) == ProjectsSeen());
}

QTEST_GUILESS_MAIN(ProjectsTest)
#include "tst_projects.moc"
