#include "tests/app/verdictcell.h"

#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringEncoder>

#include <cmath>
#include <map>
#include <memory>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;

namespace signet::test {

namespace {

const QString workFolder = u"/home/builder/infra"_s;
const QString azureCli = u"/usr/bin/az"_s;
const QString keyPath = u"/var/opt/azcmagent/tokens/5a5a5a5a-0001.key"_s;

// The other people and applications of the cases.
const QString strangerClientId = u"3dab65d1-a0d6-4e52-8610-8fcf79c656bb"_s;
const QString servicePrincipalClientId = u"5b0c1d2e-8899-4aab-8bcc-ddeeff001122"_s;
const QString servicePrincipalObjectId = u"6c1d2e3f-99aa-4bbc-8cdd-eeff00112233"_s;
const QString administratorObjectId = u"0ad31127-5566-4778-899a-bbccddeeff00"_s;
// Personal access tokens that every organization takes.
const QString validAccessToken(52, u'g');
// Every recording calls the right secret something-good-secret.
const QString goodSecret = u"simulated-good-secret"_s;

const ManagedIdentity *identityNamed(const World &world, const QString &name)
{
    return world.identity(name == "system"_L1    ? QString(machineObjectId)
                              : name == "ua1"_L1 ? QString(terraformObjectId)
                                                 : QString(monitorObjectId));
}

// "{ua1.appid}", "{ua1.appid!u}" in upper case; what no id has that name for stays, as "${local.org}".
QString filledIn(const World &world, QString text)
{
    const auto valueOf = [&world](const QString &name) -> std::optional<QString> {
        if (name == "work"_L1)
            return workFolder;
        if (name == "tid"_L1)
            return contosoTenant;
        if (name == "othertid"_L1)
            return fabrikamTenant;
        if (name == "stranger"_L1)
            return strangerClientId;
        if (name == "sp.appid"_L1)
            return servicePrincipalClientId;
        if (name == "sp.oid"_L1)
            return servicePrincipalObjectId;
        const QString who = name.section(u'.', 0, 0);
        const QString what = name.section(u'.', 1);
        if (!QStringList{u"system"_s, u"ua1"_s, u"ua2"_s}.contains(who))
            return std::nullopt;
        const ManagedIdentity *identity = identityNamed(world, who);
        return what == "appid"_L1 ? std::optional(identity->clientId)
            : what == "oid"_L1    ? std::optional(identity->objectId)
            : what == "arm"_L1    ? std::optional(identity->resourceId)
                                  : std::nullopt;
    };
    static const QRegularExpression good(u"\\b[a-z0-9]+-good-secret\\b"_s);
    text.replace(good, goodSecret);
    static const QRegularExpression placeholder(u"(?<!\\$)\\{([a-z0-9.]+)(!u)?\\}"_s);
    qsizetype from = 0;
    for (;;) {
        const QRegularExpressionMatch match = placeholder.match(text, from);
        if (!match.hasMatch())
            return text;
        const auto value = valueOf(match.captured(1));
        const QString put = !value        ? match.captured(0)
            : match.captured(2).isEmpty() ? *value
                                          : value->toUpper();
        text.replace(match.capturedStart(), match.capturedLength(), put);
        from = match.capturedStart() + put.size();
    }
}

Member memberOf(const QString &objectId, const QString &name, const QStringList &groups)
{
    return {.objectId = objectId,
            .storageKey = stableGuid(u"storage key "_s + objectId),
            .displayName = name,
            .accessLevel = u"express"_s,
            .groups = groups};
}

Organization organizationNamed(const QString &name, std::optional<QString> tenant,
                               const QStringList &projects)
{
    Organization organization;
    organization.name = name;
    organization.id = stableGuid(u"organization "_s + name);
    organization.tenantId = std::move(tenant);
    for (const QString &project : projects)
        organization.projects.push_back(
            {.id = stableGuid(name + project), .name = project, .description = {}, .visibleTo = {}});
    addUsualGroups(&organization);
    Member administrator = memberOf(administratorObjectId, u"Jane Doe"_s,
                                    {u"[%1]\\Project Collection Administrators"_s.arg(name)});
    administrator.kind = Member::Kind::User;
    organization.members = {administrator};
    organization.accessTokens = {
        {.secret = validAccessToken, .ownerObjectId = administratorObjectId, .scopes = {u"app_token"_s}}};
    return organization;
}

// The groups of contoso that a member with these rights is in.
QStringList groupsWith(const QString &rights, const QString &name, const QStringList &projects)
{
    if (rights == "none"_L1)
        return {};
    if (rights.isEmpty())
        return {u"[%1]\\Project Collection Administrators"_s.arg(name)};
    QStringList groups;
    for (const QString &project : projects)
        groups.append(u"[%1]\\%2"_s.arg(project, rights == "reader"_L1 ? u"Readers"_s : u"Contributors"_s));
    return groups;
}

// ---- The world --------------------------------------------------------------------------------

QString buildWorld(World *world, const QJsonObject &json)
{
    static const QStringList known{u"host"_s,   u"member"_s, u"memberIsNamed"_s, u"licence"_s,
                                   u"status"_s, u"rights"_s, u"org"_s,           u"identityTenant"_s,
                                   u"skew"_s,   u"token"_s,  u"projects"_s,      u"projectRoutes"_s};
    const QStringList keys = json.keys();
    for (const QString &key : keys) {
        if (!known.contains(key))
            return u"there is no world with "_s + key;
    }
    world->tenants.push_back({.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1500000000});
    world->administrator.clear();

    // Identities of the machine.
    const QStringList host = json["host"_L1].toString(u"system"_s).split(u'+');
    world->machine.systemAssigned.reset();
    world->machine.userAssigned.clear();
    for (const QString &one : host) {
        if (one == "system"_L1)
            world->machine.systemAssigned = QString(machineObjectId);
        else if (one == "user1"_L1)
            world->machine.userAssigned = {QString(terraformObjectId)};
        else if (one == "user2"_L1)
            world->machine.userAssigned = {QString(terraformObjectId), QString(monitorObjectId)};
        else if (one != "none"_L1)
            return u"there is no host "_s + one;
    }
    if (json["identityTenant"_L1] == "other"_L1) {
        for (ManagedIdentity &identity : world->identities)
            identity.tenantId = fabrikamTenant;
    }
    const QJsonObject token = json["token"_L1].toObject();
    if (token.contains("age"_L1))
        world->metadata.keptToken =
            MetadataService::KeptToken{.age = token["age"_L1].toInteger(), .groups = {}};
    if (token.contains("aud"_L1))
        world->metadata.cachedAudience = token["aud"_L1].toString();

    // The member is the identity that answers without a selector, unless another one is named.
    const QString member = json["member"_L1].toString();
    const bool isNamed = json["memberIsNamed"_L1].toBool() || member == "ua1"_L1
        || (!host.contains(u"system"_s) && !host.contains(u"none"_s));
    const QString memberId = isNamed ? QString(terraformObjectId) : QString(machineObjectId);
    const QString memberName = isNamed ? u"id-terraform"_s : u"vm-build"_s;

    QStringList projects{u"Payments"_s, u"Platform"_s, u"Website"_s};
    for (int i = 3; i < json["projects"_L1].toInt(); ++i)
        projects.append(u"Project %1"_s.arg(i));
    Organization contoso = organizationNamed(u"contoso"_s, QString(contosoTenant), projects);
    Member itself =
        memberOf(memberId, memberName, groupsWith(json["rights"_L1].toString(), contoso.name, projects));
    itself.accessLevel = json["licence"_L1].toString(u"express"_s);
    itself.status = json["status"_L1].toString(member == "disabled"_L1 ? u"disabled"_s : u"active"_s);
    if (member == "former"_L1)
        contoso.formerMembers.push_back({memberId, itself.storageKey});
    else if (member != "no"_L1)
        contoso.members.push_back(itself);
    contoso.members.push_back(
        memberOf(servicePrincipalObjectId, u"app-terraform"_s, groupsWith({}, contoso.name, projects)));
    world->applications.push_back({.name = u"app-terraform"_s,
                                   .tenantId = contosoTenant,
                                   .clientId = servicePrincipalClientId,
                                   .applicationObjectId = stableGuid(u"application"_s),
                                   .servicePrincipalObjectId = servicePrincipalObjectId,
                                   .redirectUris = {},
                                   .secret = goodSecret});

    Organization northwind = organizationNamed(u"northwind"_s, QString(contosoTenant), {u"Shop"_s});
    northwind.members.push_back(memberOf(memberId, memberName, groupsWith({}, u"northwind"_s, {})));
    const Organization adventure = organizationNamed(u"adventure"_s, QString(contosoTenant), {u"Works"_s});
    const Organization fabrikam = organizationNamed(u"fabrikam"_s, QString(fabrikamTenant), {u"Fiber"_s});
    const Organization homelab = organizationNamed(u"homelab"_s, std::nullopt, {u"Garage"_s});

    const QString organization = json["org"_L1].toString(u"ok"_s);
    if (organization == "msa"_L1) {
        contoso.tenantId.reset();
    } else if (organization == "otherTenant"_L1) {
        contoso.tenantId = QString(fabrikamTenant);
    } else if (organization == "public"_L1) {
        contoso.projects.push_back({.id = stableGuid(u"open"_s),
                                    .name = u"Open"_s,
                                    .description = {},
                                    .visibility = u"public"_s,
                                    .visibleTo = {}});
        addUsualGroups(&contoso);
    } else if (organization != "ok"_L1 && organization != "missing"_L1 && organization != "deactivated"_L1) {
        return u"there is no organization that is "_s + organization;
    }
    world->organizations = {northwind, adventure, fabrikam, homelab};
    if (organization != "missing"_L1)
        world->organizations.push_back(contoso);
    return {};
}

// ---- The machine ------------------------------------------------------------------------------

void removeConfiguration(Scenario *scenario)
{
    QJsonObject files = scenario->hostImage["files"_L1].toObject();
    const QStringList paths = files.keys();
    for (const QString &path : paths) {
        if (path.startsWith("/home/"_L1))
            files.remove(path);
    }
    scenario->hostImage["files"_L1] = files;
}

// What stands on the loopback beside the program: an identity endpoint with its port.
QString buildLoopback(SimulatedRun *run, const QJsonArray &loopback)
{
    run->network.loopbackPorts = QSet<int>();
    if (loopback.isEmpty())
        return {};
    const QString kind = loopback[0].toString();
    LocalEndpoint &endpoint = run->scenario.world.localEndpoint;
    endpoint.secret = loopback[1].toString();
    if (kind == "appservice"_L1) {
        endpoint.kind = LocalEndpoint::Kind::AppService;
        run->network.loopbackPorts = QSet<int>{41741};
    } else if (kind == "cloudshell"_L1) {
        endpoint.kind = LocalEndpoint::Kind::CloudShell;
        run->network.loopbackPorts = QSet<int>{50342};
        // Whoever opened Cloud Shell; no sign-in of Signet.
        run->scenario.world.administrator = administratorObjectId;
    } else if (kind == "arc"_L1) {
        endpoint.kind = LocalEndpoint::Kind::Arc;
        endpoint.keyPath = keyPath;
        run->network.loopbackPorts = QSet<int>{40342};
        addFiles(&run->scenario, {{u"/opt/azcmagent/bin/himds"_s, u"elf"_s}});
    } else {
        return u"there is no endpoint "_s + kind;
    }
    return {};
}

void buildAzureCli(SimulatedRun *run, const QString &state)
{
    const QString command = azureCli
        + u" account get-access-token --resource %1 -o json"_s.arg(QString(signet::azureDevOpsResource));
    QJsonObject answer{{u"exitCode"_s, 1},
                       {u"stderr"_s, u"ERROR: Please run 'az login' to setup account."_s}};
    if (state == "in"_L1) {
        const World &world = run->scenario.world;
        const QByteArray token = issuePersonToken(
            world, world.persons.front(), contosoTenant, u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s,
            QString(signet::azureDevOpsResource), u"user_impersonation"_s);
        const QJsonObject printed{{u"accessToken"_s, QString::fromLatin1(token)},
                                  {u"expires_on"_s, signedInTokenTimes(world).expiresOn},
                                  {u"tenant"_s, QString(contosoTenant)},
                                  {u"tokenType"_s, u"Bearer"_s}};
        answer = {{u"exitCode"_s, 0}, {u"stdout"_s, QString::fromUtf8(QJsonDocument(printed).toJson())}};
    }
    QJsonObject commands = run->scenario.hostImage["commands"_L1].toObject();
    commands.insert(command, answer);
    run->scenario.hostImage["commands"_L1] = commands;
    addFiles(&run->scenario, {{azureCli, u"#!/bin/sh"_s}});
}

QString buildClient(SimulatedRun *run, const QJsonObject &client)
{
    const QStringList keys = client.keys();
    for (const QString &key : keys) {
        if (key == "noRoute"_L1) {
            run->network.failures.insert(u"imds"_s, Delivery::NetworkUnreachable);
            removeFirmware(&run->scenario);
        } else if (key == "arcKey"_L1) {
            addFiles(&run->scenario, {{keyPath, client[key].toString()}});
        } else if (key == "missingHosts"_L1) {
            for (const QJsonValue host : client[key].toArray())
                run->network.missingHosts.append(host.toString());
        } else {
            return u"there is no client with "_s + key;
        }
    }
    return {};
}

// ---- The wire ---------------------------------------------------------------------------------

bool routeFits(const QString &route, const QByteArray &method, const QString &path)
{
    if (route.isEmpty())
        return true;
    if (route == "options"_L1)
        return method == "OPTIONS" && path.endsWith("/_apis"_L1, Qt::CaseInsensitive);
    if (route == "token"_L1)
        return path.contains("/oauth2/token"_L1);
    return path.contains(u"/_apis/"_s + route, Qt::CaseInsensitive);
}

bool isFor(const QJsonObject &fault, const QString &host, const QByteArray &method, const QString &path,
           bool isBearer)
{
    const QString at = fault["at"_L1].toString();
    return isInGroup(host, at.section(u'/', 0, 0)) && routeFits(at.section(u'/', 1), method, path)
        && (fault["when"_L1] != "bearer"_L1 || isBearer);
}

QByteArray bodyOf(const QJsonValue &body)
{
    return body.isObject() ? QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact)
        : body.isArray()   ? QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact)
                           : body.toString().toUtf8();
}

ServerResponse replaced(const QJsonObject &fault, ServerResponse usual)
{
    if (fault["bare"_L1].toBool())
        usual.headers.clear();
    if (fault.contains("status"_L1))
        usual.status = fault["status"_L1].toInt();
    if (fault.contains("body"_L1)) {
        usual.body = bodyOf(fault["body"_L1]);
        if (fault["body"_L1].isString())
            erase_if(usual.headers, [](const auto &header) { return header.first == "Content-Type"; });
    }
    const QJsonObject headers = fault["headers"_L1].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        erase_if(usual.headers,
                 [&it](const auto &header) { return sameFieldName(header.first, it.key().toLatin1()); });
        usual.addHeader(it.key().toLatin1(), it.value().toString().toLatin1());
    }
    if (fault.contains("server"_L1))
        usual.addHeader("Server", fault["server"_L1].toString().toLatin1());
    return usual;
}

// The same answer in another guise.
std::optional<ServerResponse> altered(const QJsonObject &fault, ServerResponse usual)
{
    const QString how = fault["do"_L1].toString();
    if (how == "replace"_L1)
        return replaced(fault, std::move(usual));
    if (how == "reset"_L1)
        return ServerResponse::reset();
    if (how == "json"_L1 || how == "unknown"_L1) {
        QJsonObject body = QJsonDocument::fromJson(usual.body).object();
        QJsonObject set = fault["set"_L1].toObject();
        if (how == "unknown"_L1)
            set = {{u"somethingNew"_s, QJsonObject{{u"of"_s, QJsonArray{1, 2}}}},
                   {u"zz"_s, QJsonValue::Null}};
        for (auto it = set.begin(); it != set.end(); ++it)
            body.insert(it.key(), it.value());
        if (!body.isEmpty() && usual.status == 200)
            usual.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        return usual;
    }
    if (how == "bom"_L1) {
        usual.body.prepend("\xEF\xBB\xBF");
        return usual;
    }
    if (how == "utf16"_L1) {
        usual.body = QStringEncoder(QStringConverter::Utf16LE)(QString::fromUtf8(usual.body));
        return usual;
    }
    if (how == "kind"_L1) {
        erase_if(usual.headers, [](const auto &header) { return header.first == "Content-Type"; });
        usual.addHeader("Content-Type", fault["type"_L1].toString().toLatin1());
        return usual;
    }
    if (how == "truncate"_L1) {
        usual.wire = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(usual.body.size()) + "\r\n\r\n" + usual.body.left(usual.body.size() / 2);
        return usual;
    }
    return std::nullopt;
}

// The claims stay, and nobody has signed them.
ServerResponse withToken(ServerResponse usual, const QByteArray &token)
{
    QJsonObject body = QJsonDocument::fromJson(usual.body).object();
    body.insert(u"access_token"_s, QString::fromLatin1(token));
    usual.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return usual;
}

ServerResponse inStyle(const QString &style, ServerResponse usual)
{
    if (style == "lowercase"_L1) {
        for (auto &[name, value] : usual.headers)
            name = name.toLower();
        return usual;
    }
    if (style == "close"_L1) {
        usual.addHeader("Connection", "close");
        return usual;
    }
    QByteArray out = "HTTP/1.1 " + QByteArray::number(usual.status) + " Chunked\r\n";
    for (const auto &[name, value] : std::as_const(usual.headers))
        out += name + ": " + value + "\r\n";
    out += "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    for (qsizetype at = 0; at < usual.body.size(); at += 100) {
        const QByteArray part = usual.body.mid(at, 100);
        out += QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n";
    }
    usual.wire = out + "0\r\n\r\n";
    return usual;
}

QString buildWire(SimulatedRun *run, const QJsonObject &conditions)
{
    struct State {
        QList<QJsonObject> faults;
        std::map<qsizetype, int> used;
        QJsonObject style;
        bool lenientProjects = false;
        bool unknownToken = false;
        QByteArray personToken;
    };
    static const QStringList kinds{u"replace"_s, u"reset"_s, u"json"_s, u"unknown"_s, u"bom"_s,
                                   u"utf16"_s,   u"kind"_s,  u"mute"_s, u"truncate"_s};
    const auto state = std::make_shared<State>();
    const QJsonArray wire = conditions["wire"_L1].toArray();
    for (const QJsonValue value : wire) {
        const QString kind = value["do"_L1].toString();
        if (!kinds.contains(kind))
            return u"nothing on the wire does "_s + kind;
        QJsonObject fault = value.toObject();
        const QByteArray text = QJsonDocument(fault).toJson(QJsonDocument::Compact);
        fault =
            QJsonDocument::fromJson(filledIn(run->scenario.world, QString::fromUtf8(text)).toUtf8()).object();
        state->faults.append(fault);
    }
    state->style = conditions["style"_L1].toObject();
    const QJsonObject world = conditions["world"_L1].toObject();
    state->lenientProjects = world["projectRoutes"_L1] == "lenient"_L1;
    state->unknownToken = world["token"_L1]["unknown"_L1].toBool();
    const World &ofRun = run->scenario.world;
    if (world["token"_L1]["user"_L1].toBool())
        state->personToken = issuePersonToken(ofRun, ofRun.persons.front(), contosoTenant,
                                              u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s,
                                              QString(signet::azureDevOpsResource), u"user_impersonation"_s);

    run->network.failureOf = [state](const Request &request) -> std::optional<Delivery> {
        for (const QJsonObject &fault : std::as_const(state->faults)) {
            const bool isBearer =
                request.credential && request.credential->scheme == Credential::Scheme::Bearer;
            if (fault["do"_L1] == "mute"_L1
                && isFor(fault, request.url.host(), request.method, request.url.path(), isBearer))
                return Delivery::ReadTimeout;
        }
        return std::nullopt;
    };
    run->intercept = [state](ServerRequest request, const SandboxServer::UsualAnswer &usual) {
        if (state->lenientProjects) {
            static const QRegularExpression withProject(u"^(/[^/]+)/[^/_][^/]*(/_apis.*)$"_s);
            const auto match = withProject.match(QString::fromLatin1(request.target));
            if (match.hasMatch()) {
                request.target = (match.captured(1) + match.captured(2)).toLatin1();
                request.path = request.path.section(u'/', 0, 1) + u'/' + request.path.section(u'/', 3);
            }
        }
        ServerResponse response = usual(request);
        const bool isToken = request.path.contains("/oauth2/token"_L1) && response.status == 200;
        if (isToken && state->unknownToken) {
            const QByteArray token =
                QJsonDocument::fromJson(response.body).object()["access_token"_L1].toString().toLatin1();
            response = withToken(response, token.left(token.lastIndexOf('.') + 1) + "AAAA");
        }
        if (isToken && !state->personToken.isEmpty())
            response = withToken(response, state->personToken);
        const bool isBearer = request.header("Authorization").startsWith("Bearer ");
        for (qsizetype i = 0; i < state->faults.size(); ++i) {
            const QJsonObject &fault = state->faults[i];
            if (!isFor(fault, request.host, request.method, request.path, isBearer))
                continue;
            if (fault.contains("first"_L1) && ++state->used[i] > fault["first"_L1].toInt())
                continue;
            if (auto other = altered(fault, response))
                response = std::move(*other);
        }
        for (auto it = state->style.begin(); it != state->style.end(); ++it) {
            if (isInGroup(request.host, it.key()))
                response = inStyle(it.value().toString(), std::move(response));
        }
        return response;
    };
    return {};
}

QString buildNetwork(SimulatedRun *run, const QJsonObject &conditions)
{
    static const QHash<QString, Delivery> failures{{u"refuse"_s, Delivery::ConnectionRefused},
                                                   {u"blackhole"_s, Delivery::ConnectTimeout},
                                                   {u"mute"_s, Delivery::ReadTimeout},
                                                   {u"tlsreset"_s, Delivery::ConnectionReset}};
    const QJsonObject net = conditions["net"_L1].toObject();
    for (auto it = net.begin(); it != net.end(); ++it) {
        if (!failures.contains(it.value().toString()))
            return u"no network does "_s + it.value().toString();
        run->network.failures.insert(it.key(), failures.value(it.value().toString()));
    }
    // Whatever is wrong with a certificate, the request is not sent.
    const QJsonObject tls = conditions["tls"_L1].toObject();
    for (auto it = tls.begin(); it != tls.end(); ++it)
        run->network.failures.insert(it.key(), Delivery::TlsPeerRejected);
    const QJsonObject delays = conditions["delay"_L1].toObject();
    for (auto it = delays.begin(); it != delays.end(); ++it)
        run->network.delays.insert(it.key(),
                                   std::chrono::milliseconds(std::llround(it.value().toDouble() * 1000)));
    return {};
}

// ---- The command line -------------------------------------------------------------------------

QString buildInput(SimulatedRun *run, const QJsonArray &args, bool withOrganization)
{
    if (withOrganization)
        run->input.organization = u"https://dev.azure.com/contoso"_s;
    for (qsizetype i = 0; i + 1 < args.size(); i += 2) {
        const QString name = args[i].toString();
        const QString value = filledIn(run->scenario.world, args[i + 1].toString());
        if (name == "--terraform"_L1) {
            run->input.terraform = value;
        } else if (name == "--client-id"_L1) {
            run->input.clientId = value;
        } else if (name == "--object-id"_L1) {
            run->input.objectId = value;
        } else if (name == "--resource-id"_L1) {
            run->input.resourceId = value;
        } else if (name == "--project"_L1) {
            run->input.projects.append(value);
        } else if (name == "--expect-terraform"_L1) {
            static const QList<CredentialMethod> methods{
                CredentialMethod::Pat, CredentialMethod::Oidc, CredentialMethod::ClientSecret,
                CredentialMethod::ClientCertificate, CredentialMethod::AzureCli};
            for (const CredentialMethod method : methods) {
                if (toString(method) == value)
                    run->expectedCredential = method;
            }
        } else {
            return u"there is no option "_s + name;
        }
    }
    return {};
}

} // namespace

QStringList VerdictCell::expected(bool withOrganization) const
{
    const QJsonValue verdict =
        json[withOrganization ? u"expect"_s : u"expectWithoutOrg"_s].toObject()["verdict"_L1];
    if (verdict.isString())
        return {verdict.toString()};
    QStringList list;
    for (const QJsonValue one : verdict.toArray())
        list.append(one.toString());
    return list;
}

std::vector<VerdictCell> readVerdictCells(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(fileName));
    const QJsonArray list = QJsonDocument::fromJson(file.readAll()).object()["cells"_L1].toArray();
    if (list.isEmpty())
        qFatal("%s has no cells", qPrintable(fileName));
    std::vector<VerdictCell> cells;
    for (const QJsonValue value : list)
        cells.push_back({value["id"_L1].toString(), value.toObject()});
    return cells;
}

BuiltCell buildCell(const VerdictCell &cell, bool withOrganization)
{
    BuiltCell built;
    SimulatedRun &run = built.run;
    const QJsonObject &json = cell.json;
    run.scenario = healthyScenario();
    run.scenario.name = cell.id;
    run.scenario.asked = {};
    removeConfiguration(&run.scenario);

    // Trust in certificates beyond the system's is a matter of the real disk.
    if (cell.id == "m-ca-file-only"_L1) {
        built.notBuilt = u"the cell has no authority that Signet alone trusts"_s;
        return built;
    }
    const QJsonObject conditions = json["world"_L1].toObject();
    static const QStringList known{u"world"_s, u"net"_s,  u"tls"_s,     u"delay"_s,
                                   u"style"_s, u"wire"_s, u"loopback"_s};
    const QStringList keys = conditions.keys();
    for (const QString &key : keys) {
        if (!known.contains(key))
            built.notBuilt = u"there is no world with "_s + key;
    }
    const auto step = [&built](const QString &reason) {
        if (built.notBuilt.isEmpty())
            built.notBuilt = reason;
    };
    const QJsonObject world = conditions["world"_L1].toObject();
    step(buildWorld(&run.scenario.world, world));
    // The cases count how far the services are ahead of the machine.
    run.clockAhead = -world["skew"_L1].toInteger();

    QJsonObject files;
    const QJsonObject given = json["files"_L1].toObject();
    for (auto it = given.begin(); it != given.end(); ++it)
        files.insert(workFolder + u'/' + it.key(), filledIn(run.scenario.world, it.value().toString()));
    addFiles(&run.scenario, files);
    QJsonObject variables;
    const QJsonObject environment = json["env"_L1].toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (!it.value().isNull())
            variables.insert(it.key(), filledIn(run.scenario.world, it.value().toString()));
    }
    addVariables(&run.scenario, variables);

    step(buildLoopback(&run, conditions["loopback"_L1].toArray()));
    step(buildClient(&run, json["client"_L1].toObject()));
    if (json.contains("az"_L1))
        buildAzureCli(&run, json["az"_L1].toString());
    step(buildWire(&run, conditions));
    step(buildNetwork(&run, conditions));
    step(buildInput(&run, json["args"_L1].toArray(), withOrganization));
    return built;
}

} // namespace signet::test
