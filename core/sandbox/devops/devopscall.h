#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <utility>

namespace signet::sandbox {

// Where a request goes, from either form of the address: {service}.dev.azure.com/{organization} and
// {organization}[.{service}].visualstudio.com[/DefaultCollection].
struct DevOpsAddress {
    QString service; // dev.azure.com, vssps.dev.azure.com ...: the modern name of the host
    QString organization; // empty: the request names none
    QStringList path; // what follows the organization
};
DevOpsAddress devOpsAddress(const ServerRequest &request);

struct DevOpsCaller {
    enum class Kind {
        Nobody, // sent no credential
        Rejected, // sent one that is not accepted
        Stranger, // is somebody, but not a member
        Member,
    };
    // What the sign-in service does with a rejected credential differs by what it looks like.
    enum class Rejection { None, Token, OutdatedToken, Password };

    Kind kind = Kind::Nobody;
    Rejection rejection = Rejection::None;
    QString tenantId;
    QString objectId;
    QString userPrincipalName; // of a person
    Member *member = nullptr;
    // Of a personal access token; nothing: a token of Entra, which is not limited by scopes.
    std::optional<QStringList> scopes;
    // Object ids of the groups that a token of Entra lists; nothing: it lists none, and Entra is asked. They
    // decide which projects are seen, and nothing else here.
    std::optional<QStringList> entraGroups;

    bool isPerson() const { return !userPrincipalName.isEmpty(); }
    // Whether the credential covers that scope, or one that holds it: "..._write" and "..._manage" hold the
    // one without the ending, which some areas call "..._read". Empty: nothing is asked for.
    bool hasScope(const QString &scope) const;
};
DevOpsCaller devOpsCaller(World *world, Organization *organization, const ServerRequest &request);

// Changes of memberships take effect at once, and are seen a little later: the state before the last change
// of each organization, for as many reads as the world says.
class DelayedMemberships {
public:
    // Before a change.
    void remember(const Organization &organization);
    // What a read sees.
    const Organization &seen(const Organization &organization);

private:
    std::map<QString, std::pair<int, Organization>> m_before;
};

// A request to an organization by somebody who was let in.
struct DevOpsCall {
    World *world = nullptr;
    Organization *organization = nullptr;
    const DevOpsCaller *caller = nullptr; // a member, except where nobody is let in
    DelayedMemberships *delayed = nullptr;
    const ServerRequest *request = nullptr;
    QStringList arguments; // the parts of the path that the route leaves open, in order

    bool isReading() const { return request->method == "GET" || request->method == "HEAD"; }
    // "https://vssps.dev.azure.com/contoso/_apis/" + path
    QString link(QLatin1StringView host, const QString &path) const;
    // What came, where it is JSON of that kind; empty otherwise.
    QJsonObject object() const;
    QJsonArray array() const;
    // "$top" and the like: a number from 0; nothing when it is something else.
    std::optional<int> number(QStringView name, int otherwise) const;
    // Query names of Azure DevOps compare without case.
    QString value(QStringView name) const;
    bool administers() const; // the collection
};

// ---- Answers -------------------------------------------------------------------------------------

ServerResponse devOpsList(const QJsonArray &values);
// The body that errors of the service have. Its text stands in a header as well, the only place that an
// answer to HEAD has. `typeName` is "Namespace.Class, Assembly".
ServerResponse devOpsError(int status, const QString &typeName, const QString &message);
// How the framework refuses what it cannot read: {"count":1,"value":{"Message"}}.
ServerResponse unreadable(const QString &message);
ServerResponse unauthorized(const QString &message);
// TF14045.
ServerResponse noSuchIdentity(const QString &id);
// "Access Denied: {caller} needs the following permission(s) on the resource {resource} to perform this
// action: {action}"
QString accessDeniedText(const DevOpsCall &call, const QString &resource, const QString &action);
ServerResponse accessDenied(const DevOpsCall &call, const QString &resource, const QString &action);
ServerResponse noContent();
ServerResponse pageForPeople(int status, const QByteArray &title, const QByteArray &text);

// One missing right or one missing project reads the same, on purpose.
ServerResponse noSuchProject(const QString &idOrName);

// "2026-01-15T09:30:00.0000000Z"; the year 1 for 0.
QString devOpsTime(qint64 epochSeconds);

} // namespace signet::sandbox
