#pragma once

#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/tokenissuer.h"

#include "tests/sandbox/rawclient.h"

#include <QJsonArray>
#include <QUrl>

namespace signet::test {

inline const QString contosoId = QStringLiteral("8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a");
inline const QString fabrikamId = QStringLiteral("1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f");
inline const QString northwindId = QStringLiteral("0a1b2c3d-4e5f-4061-8273-8495a6b7c8d9");
inline const QString janeId = QStringLiteral("11111111-aaaa-4bbb-8ccc-000000000001");
inline const QString omarId = QStringLiteral("11111111-aaaa-4bbb-8ccc-000000000002");
inline const QString signetClient = QStringLiteral("22222222-aaaa-4bbb-8ccc-000000000001");
inline const QString daemonClient = QStringLiteral("22222222-aaaa-4bbb-8ccc-000000000002");
inline const QString devOpsId = QStringLiteral("499b84ac-1321-427f-aa17-267ca6975798");
inline const QString devOpsScope = devOpsId + QStringLiteral("/.default");

// The machine of the healthy scenario, three tenants, and two people: Jane is at home in Contoso, a guest
// in Fabrikam and a stranger in Northwind; Omar is in Contoso alone.
inline sandbox::Scenario peopleScenario()
{
    sandbox::Scenario scenario = *sandbox::Scenario::named(QStringLiteral("healthy"));
    sandbox::World &world = scenario.world;
    world.tenants.clear();
    for (const auto &[id, name] :
         {std::pair(contosoId, QStringLiteral("Contoso")), std::pair(fabrikamId, QStringLiteral("Fabrikam")),
          std::pair(northwindId, QStringLiteral("Northwind"))}) {
        sandbox::Tenant tenant;
        tenant.id = id;
        tenant.name = name;
        world.tenants.push_back(tenant);
    }
    sandbox::Person jane;
    jane.name = QStringLiteral("Jane Doe");
    jane.userPrincipalName = QStringLiteral("jane@contoso.example");
    jane.tenantId = contosoId;
    jane.objectId = janeId;
    jane.guestOf = {fabrikamId};
    sandbox::Person omar = jane;
    omar.name = QStringLiteral("Omar Haddad");
    omar.userPrincipalName = QStringLiteral("omar@contoso.example");
    omar.objectId = omarId;
    omar.guestOf.clear();
    world.persons = {jane, omar};
    world.administrator = janeId;

    sandbox::Application program;
    program.name = QStringLiteral("Signet");
    program.tenantId = contosoId;
    program.clientId = signetClient;
    program.applicationObjectId = QStringLiteral("33333333-aaaa-4bbb-8ccc-000000000001");
    program.servicePrincipalObjectId = QStringLiteral("44444444-aaaa-4bbb-8ccc-000000000001");
    program.publicClient = true;
    program.redirectUris = {QStringLiteral("http://localhost"), QStringLiteral("http://127.0.0.1/signed-in")};
    sandbox::Application daemon = program;
    daemon.name = QStringLiteral("Nightly job");
    daemon.clientId = daemonClient;
    daemon.applicationObjectId = QStringLiteral("33333333-aaaa-4bbb-8ccc-000000000002");
    daemon.servicePrincipalObjectId = QStringLiteral("44444444-aaaa-4bbb-8ccc-000000000002");
    daemon.publicClient = false;
    daemon.secret = QStringLiteral("not-a-real-secret");
    world.applications = {program, daemon};
    return scenario;
}

using Form = QList<std::pair<QString, QString>>;

inline QString encoded(const Form &form)
{
    QStringList parts;
    for (const auto &[name, value] : form)
        parts.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return parts.join(u'&');
}

inline Reply posted(const sandbox::SandboxServer &server, const QString &tenant, const QString &path,
                    const Form &form, const Headers &headers = {})
{
    return *ask(server.url(), "POST",
                QStringLiteral("https://login.microsoftonline.com/%1/%2").arg(tenant, path), headers,
                encoded(form).toUtf8());
}

// "AADSTS" code of an answer; 0 when it is none of Entra's refusals.
inline int codeOf(const Reply &reply)
{
    return reply.json().value(QLatin1StringView("error_codes")).toArray().at(0).toInt();
}

// The authorization of a person who signed in to a tenant.
inline QByteArray bearerOf(const sandbox::World &world, const sandbox::Person &person,
                           const QString &resource, const QString &tenantId,
                           const QString &scopes = QStringLiteral("user_impersonation"))
{
    return "Bearer " + sandbox::issuePersonToken(world, person, tenantId, signetClient, resource, scopes);
}

} // namespace signet::test
