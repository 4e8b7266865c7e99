#include "core/devops/connectiondata.h"
#include "core/devops/organizationprobe.h"
#include "core/devops/projects.h"

#include "tests/devops/scriptedtransport.h"
#include "tests/support/await.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace signet;

// Holds what is really sent against the OpenAPI files that Microsoft publishes
// (MicrosoftDocs/vsts-rest-api-specs). connectionData and resourceAreas are in none of them.
class PublishedSpecificationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void requestsFitTheSpecification_data();
    void requestsFitTheSpecification();
    void theseCallsHaveNoSpecification();

private:
    QJsonObject specification(const QString &file) const;
    static QString problemWith(const Request &request, const QJsonObject &specification);

    QString m_directory;
};

void PublishedSpecificationTest::initTestCase()
{
    m_directory = qEnvironmentVariable("SIGNET_SPECS", QStringLiteral(SIGNET_SOURCE_DIR "/../shared/specs"));
    if (!QDir(m_directory).exists())
        QSKIP("the published specifications are not here; SIGNET_SPECS names their directory");
}

QJsonObject PublishedSpecificationTest::specification(const QString &file) const
{
    QFile json(m_directory + u'/' + file);
    if (!json.open(QIODevice::ReadOnly))
        return {};
    QByteArray text = json.readAll();
    if (text.startsWith("\xef\xbb\xbf"))
        text.remove(0, 3);
    return QJsonDocument::fromJson(text).object();
}

// What the specification does not allow in the request; empty when it fits.
QString PublishedSpecificationTest::problemWith(const Request &request, const QJsonObject &specification)
{
    if (request.url.host() != specification.value("host"_L1).toString())
        return u"host %1"_s.arg(request.url.host());

    const QJsonObject paths = specification.value("paths"_L1).toObject();
    QJsonObject operation;
    for (auto path = paths.begin(); path != paths.end() && operation.isEmpty(); ++path) {
        QString pattern = QRegularExpression::escape(path.key());
        pattern.replace(QRegularExpression(u"\\\\\\{[A-Za-z]+\\\\\\}"_s), u"[^/]+"_s);
        if (QRegularExpression(u"\\A"_s + pattern + u"\\z"_s).match(request.url.path()).hasMatch())
            operation = path->toObject().value(QString::fromLatin1(request.method.toLower())).toObject();
    }
    if (operation.isEmpty())
        return u"no %1 %2"_s.arg(QString::fromLatin1(request.method), request.url.path());

    QJsonObject known;
    const QJsonArray parameters = operation.value("parameters"_L1).toArray();
    for (const QJsonValue &value : parameters) {
        QJsonObject parameter = value.toObject();
        const QString reference = parameter.value("$ref"_L1).toString();
        if (!reference.isEmpty())
            parameter =
                specification.value("parameters"_L1).toObject().value(reference.section(u'/', -1)).toObject();
        // Only api-version is shared, and the file calls it a string that is required.
        if (parameter.value("in"_L1) == "query"_L1)
            known.insert(parameter.value("name"_L1).toString(), parameter);
    }
    const QUrlQuery query(request.url);
    const auto items = query.queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        const QJsonObject parameter = known.value(name).toObject();
        if (parameter.isEmpty())
            return u"query name %1"_s.arg(name);
        bool isNumber = false;
        value.toInt(&isNumber);
        if (parameter.value("type"_L1) == "integer"_L1 && !isNumber)
            return u"%1 is no number: %2"_s.arg(name, value);
        const QJsonArray allowed = parameter.value("enum"_L1).toArray();
        if (!allowed.isEmpty() && !allowed.contains(value))
            return u"%1 may not be %2"_s.arg(name, value);
    }
    for (auto parameter = known.begin(); parameter != known.end(); ++parameter) {
        if (parameter->toObject().value("required"_L1).toBool() && !query.hasQueryItem(parameter.key()))
            return u"%1 is missing"_s.arg(parameter.key());
    }

    // "Version of the API to use. This should be set to '7.1' to use this version of the api."
    const QString version = operation.value("x-ms-docs-override-version"_L1).toString();
    const QString sent = query.queryItemValue(u"api-version"_s);
    return sent == version ? QString() : u"api-version %1, not %2"_s.arg(sent, version);
}

void PublishedSpecificationTest::requestsFitTheSpecification_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<Request>("request");

    const Headers more = json({{"x-ms-continuationtoken", "200"}});
    Script script({answer(200, R"({"value":[]})", more), answer(200, R"({"value":[]})", json())});
    await(listProjects(script.http, *OrganizationName::parse(u"contoso"_s),
                       Credential::bearer(Resource::AzureDevOps, Secret(QByteArray("t"))), QUuid(), {}));
    QCOMPARE(script.transport->requests.size(), 2);
    QTest::newRow("projects, first page") << u"core/7.1/core.json"_s << script.transport->requests[0];
    QTest::newRow("projects, next page") << u"core/7.1/core.json"_s << script.transport->requests[1];
}

void PublishedSpecificationTest::requestsFitTheSpecification()
{
    QFETCH(QString, file);
    QFETCH(Request, request);
    const QJsonObject published = specification(file);
    QVERIFY2(!published.isEmpty(), qPrintable(file));
    QCOMPARE(problemWith(request, published), QString());

    // The same judge finds what is wrong with requests that are.
    Request wrong = request;
    wrong.url.setQuery(u"api-version=7.1&top=1"_s);
    QCOMPARE(problemWith(wrong, published), u"query name top"_s);
    wrong.url.setQuery(u"$top=1"_s);
    QCOMPARE(problemWith(wrong, published), u"api-version is missing"_s);
    wrong.url.setQuery(u"api-version=5.0"_s);
    QCOMPARE(problemWith(wrong, published), u"api-version 5.0, not 7.1"_s);
    wrong.url.setQuery(u"api-version=7.1&continuationToken=abc"_s);
    QCOMPARE(problemWith(wrong, published), u"continuationToken is no number: abc"_s);
}

void PublishedSpecificationTest::theseCallsHaveNoSpecification()
{
    const QJsonObject published = specification(u"core/7.1/core.json"_s);
    const OrganizationName contoso = *OrganizationName::parse(u"contoso"_s);
    Script script({answer(401), answer(200, "null", json())});
    await(readConnectionData(script.http, contoso, Credential(), DevOpsHost::Core, QUuid(), {}));
    await(lookUpOrganization(script.http, contoso, {}));
    QCOMPARE(problemWith(script.transport->requests[0], published),
             u"no GET /contoso/_apis/connectionData"_s);
    QCOMPARE(problemWith(script.transport->requests[1], published),
             u"no GET /_apis/resourceAreas/79134c72-4a58-4b42-976c-04e7115f32bf"_s);
    // So these stand as Microsoft Learn and recorded traffic have them.
    QCOMPARE(script.transport->requests[0].url.query(), u"api-version=7.1-preview.1"_s);
    QCOMPARE(script.transport->requests[1].url.query(), u"accountName=contoso&api-version=5.0-preview.1"_s);
}

QTEST_GUILESS_MAIN(PublishedSpecificationTest)
#include "tst_publishedspecification.moc"
