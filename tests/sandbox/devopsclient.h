#pragma once

#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

#include "tests/sandbox/rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace signet::test {

// The ids of the healthy scenario.
inline const QString devOpsResource = QStringLiteral("499b84ac-1321-427f-aa17-267ca6975798");
inline const QString contosoTenantId = QStringLiteral("8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a");
inline const QString terraformId = QStringLiteral("0badc0de-1122-4334-9556-778899001122");
inline const QString terraformClient = QStringLiteral("c0ffee11-2233-4455-8677-8899aabbccdd");
inline const QString machineId = QStringLiteral("a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4");
inline const QString fiberId = QStringLiteral("6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c");
inline const QString payrollId = QStringLiteral("281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0");

// The healthy scenario over a real socket, asked by those who work in it: Jane Doe administers contoso, John
// Roe does not, vm-build is a member and id-terraform is none yet.
class DevOpsClient {
public:
    enum class By { Jane, John, Machine, Terraform, Nobody };

    explicit DevOpsClient(
        const sandbox::Scenario &scenario = *sandbox::Scenario::named(QStringLiteral("healthy")))
        : server(scenario)
    {
        if (!server.listen())
            qFatal("cannot listen");
    }

    sandbox::World &world() { return server.world(); }
    sandbox::Organization &contoso() { return server.world().organizations.front(); }
    sandbox::Member &member(const QString &objectId)
    {
        sandbox::Member *found = contoso().member(objectId);
        if (!found)
            qFatal("no such member");
        return *found;
    }
    QString group(const QString &principalName)
    {
        const sandbox::Group *found = contoso().groupNamed(principalName);
        if (!found)
            qFatal("no such group");
        return found->descriptor();
    }

    QByteArray authorization(By by)
    {
        using namespace sandbox;
        const World &world = server.world();
        switch (by) {
        case By::Jane:
        case By::John:
            return "Bearer "
                + issuePersonToken(world, world.persons.at(by == By::Jane ? 0 : 1), contosoTenantId,
                                   QStringLiteral("04b07795-8ddb-461a-bbee-02f9e1bf7b46"), devOpsResource,
                                   QStringLiteral("user_impersonation"));
        case By::Machine:
            return "Bearer " + issueToken(world, *world.identity(machineId), devOpsResource);
        case By::Terraform:
            return "Bearer " + issueToken(world, *world.identity(terraformId), devOpsResource);
        case By::Nobody:
            break;
        }
        return {};
    }

    // `path` follows "https://HOST/contoso/_apis/" and has the version already.
    Reply send(const QByteArray &method, const QString &host, const QString &path,
               const QByteArray &body = {}, By by = By::Jane)
    {
        return sendAs(authorization(by), method, host, path, body);
    }
    Reply sendAs(const QByteArray &credential, const QByteArray &method, const QString &host,
                 const QString &path, const QByteArray &body = {})
    {
        Headers headers{{"Accept", "application/json"}, {"X-TFS-FedAuthRedirect", "Suppress"}};
        if (!credential.isEmpty())
            headers.append(std::pair(QByteArray("Authorization"), credential));
        const bool patch = method == "PATCH" && host.startsWith(QLatin1StringView("vsaex"));
        if (!body.isEmpty())
            headers.append(std::pair(QByteArray("Content-Type"),
                                     QByteArray(patch ? "application/json-patch+json" : "application/json")));
        const auto reply = ask(server.url(), method,
                               QStringLiteral("https://%1/contoso/_apis/%2").arg(host, path), headers, body);
        if (!reply)
            qFatal("no answer");
        return *reply;
    }

    // vsaex and vssps with the version that most of their routes have.
    Reply entitlements(const QByteArray &method, const QString &path, const QByteArray &body = {},
                       By by = By::Jane)
    {
        return send(method, QStringLiteral("vsaex.dev.azure.com"), withVersion(path), body, by);
    }
    Reply graph(const QByteArray &method, const QString &path, const QByteArray &body = {}, By by = By::Jane)
    {
        return send(method, QStringLiteral("vssps.dev.azure.com"),
                    withVersion(QStringLiteral("graph/") + path), body, by);
    }
    // POST serviceprincipalentitlements
    Reply add(const QJsonObject &body, By by = By::Jane)
    {
        return entitlements("POST", QStringLiteral("serviceprincipalentitlements"),
                            QJsonDocument(body).toJson(), by);
    }

    static QJsonObject addition(const QString &originId, const QString &level = QStringLiteral("express"),
                                const QString &groupType = {}, const QString &projectId = fiberId)
    {
        QJsonObject body{{QStringLiteral("servicePrincipal"),
                          QJsonObject{{QStringLiteral("origin"), QStringLiteral("aad")},
                                      {QStringLiteral("originId"), originId},
                                      {QStringLiteral("subjectKind"), QStringLiteral("servicePrincipal")}}}};
        if (!level.isEmpty())
            body.insert(QStringLiteral("accessLevel"),
                        QJsonObject{{QStringLiteral("accountLicenseType"), level},
                                    {QStringLiteral("licensingSource"), QStringLiteral("account")}});
        if (!groupType.isEmpty())
            body.insert(QStringLiteral("projectEntitlements"),
                        QJsonArray{QJsonObject{
                            {QStringLiteral("group"), QJsonObject{{QStringLiteral("groupType"), groupType}}},
                            {QStringLiteral("projectRef"), QJsonObject{{QStringLiteral("id"), projectId}}}}});
        return body;
    }

    sandbox::SandboxServer server;

private:
    static QString withVersion(const QString &path)
    {
        if (path.contains(QLatin1StringView("api-version=")))
            return path;
        return path + (path.contains(u'?') ? u'&' : u'?') + QStringLiteral("api-version=7.1-preview.1");
    }
};

} // namespace signet::test
