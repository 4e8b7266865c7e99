#include "core/identity/imds.h"

#include "core/net/addresses.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using namespace std::chrono_literals;

constexpr auto podIdentityAuthority = "AZURE_POD_IDENTITY_AUTHORITY_HOST"_L1;

Request imdsRequest(const QString &path, const QUrlQuery &query)
{
    Request request("GET", imdsUrl(path, query), Way::IdentityEndpoint);
    request.headers.append({QByteArray("Metadata"), QByteArray("true")});
    request.limits.connect = 2s;
    request.limits.answer = 10s;
    request.limits.body = 1024 * 1024;
    return request;
}

QUrlQuery version(const QString &date)
{
    QUrlQuery query;
    query.addQueryItem(u"api-version"_s, date);
    return query;
}

// QUrlQuery takes "&", "+" and "%" in a value as they are.
void add(QUrlQuery &query, const QString &name, const QString &value)
{
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value, "/:")));
}

TokenAnswer refusedToSend(IdentityKind kind, QJsonObject facts)
{
    TokenAnswer answer;
    answer.kind = kind;
    answer.transport = Transport::NotSent;
    answer.facts = std::move(facts);
    return answer;
}

// A pod with workload identity: its credential is a file that is exchanged at Entra. IMDS would give
// the identities of the node. A selector for another identity is a wish for just that, so it is asked.
std::optional<TokenAnswer> workloadIdentity(const TokenQuestion &question, const Environment &environment)
{
    const QString tokenFile = environment.value(u"AZURE_FEDERATED_TOKEN_FILE"_s);
    const QString clientId = environment.value(u"AZURE_CLIENT_ID"_s);
    if (tokenFile.isEmpty() || clientId.isEmpty() || !environment.has(u"AZURE_TENANT_ID"_s))
        return std::nullopt;
    if (!question.selector.isNone() && question.selector.text().compare(clientId, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return refusedToSend(
        IdentityKind::WorkloadIdentityNotMi,
        {{u"clientId"_s, clientId},
         {u"tenantId"_s, environment.value(u"AZURE_TENANT_ID"_s)},
         {u"tokenFile"_s, tokenFile},
         {u"hint"_s,
          u"This pod has workload identity, which is not a managed identity of the machine: set use_oidc = "
          "true with oidc_token_file_path = \"%1\" instead of use_msi"_s.arg(tokenFile)}});
}

struct Override {
    QUrl url; // invalid when the variable is not set
    std::optional<TokenAnswer> refusal;
};

// aad-pod-identity and its successors may move the service to an address of the same machine.
Override authorityOverride(const Environment &environment)
{
    Override result;
    const QString value = environment.value(podIdentityAuthority);
    if (value.isEmpty())
        return result;
    const auto refuse = [&result](IdentityKind kind, const QString &reason) {
        result.refusal = refusedToSend(
            kind,
            {{u"override"_s, QString(podIdentityAuthority)},
             {u"reason"_s, reason},
             {u"hint"_s,
              u"Remove the variable %1 or set it to the address of the service on this machine"_s.arg(
                  podIdentityAuthority)}});
    };
    const QUrl url(value.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        refuse(IdentityKind::EndpointEnvInvalid, u"%1 is not an http address"_s.arg(podIdentityAuthority));
    else if (!isIdentityEndpointAddress(url))
        refuse(IdentityKind::EndpointNotLoopback,
               u"%1 names another machine: %2"_s.arg(podIdentityAuthority, url.host()));
    else
        result.url = url;
    return result;
}

} // namespace

Request imdsTokenRequest(const TokenQuestion &question)
{
    QUrlQuery query = version(u"2018-02-01"_s);
    add(query, u"resource"_s, question.resource);
    if (const ClientId *id = question.selector.clientId())
        add(query, u"client_id"_s, id->toString());
    else if (const ObjectId *id = question.selector.objectId())
        add(query, u"object_id"_s, id->toString());
    else if (const ResourceId *id = question.selector.resourceId())
        add(query, u"msi_res_id"_s, id->toString()); // App Service spells it mi_res_id

    Request request = imdsRequest(u"/metadata/identity/oauth2/token"_s, query);
    request.repetition.times = 1;
    request.repetition.statuses = {404, 410, 429, 500, 503};
    request.repetition.pause = 1s;
    request.repetition.longest = 5s;
    return request;
}

Request imdsVersionsRequest()
{
    return imdsRequest(u"/metadata/versions"_s, {});
}

Request imdsInstanceRequest()
{
    return imdsRequest(u"/metadata/instance"_s, version(u"2021-02-01"_s));
}

Request imdsIdentityInfoRequest()
{
    return imdsRequest(u"/metadata/identity/info"_s, version(u"2018-02-01"_s));
}

Request imdsPlatformMetadataRequest()
{
    QUrlQuery query;
    query.addQueryItem(u"cred-api-version"_s, u"2.0"_s);
    return imdsRequest(u"/metadata/identity/getplatformmetadata"_s, query);
}

namespace {

// Where the firmware is not Azure's and nothing else speaks for it, what takes the connection and stays
// silent is a router, and there is nothing to be patient for.
void expectLittle(Request &request, const Machine &machine)
{
    if (!machine.saysAzure && !machine.azureVm.value_or(true))
        request.limits.answer = 3s;
}

} // namespace

QCoro::Task<TokenAnswer> askForToken(Http http, TokenQuestion question, std::stop_token stop)
{
    const Host &host = http.host();
    const auto workload = workloadIdentity(question, host.environment());
    if (workload)
        co_return *workload;
    const Override overridden = authorityOverride(host.environment());
    if (overridden.refusal)
        co_return *overridden.refusal;

    Request request = imdsTokenRequest(question);
    if (overridden.url.isValid()) {
        QString folder = overridden.url.path();
        while (folder.endsWith(u'/'))
            folder.chop(1);
        QUrl url = overridden.url;
        url.setPath(folder + request.url.path());
        url.setQuery(request.url.query(QUrl::FullyEncoded));
        request.url = url;
    }
    const Machine machine = detectMachine(host);
    expectLittle(request, machine);
    const Reply reply = co_await http.send(request, stop);
    co_return judgeTokenReply(question, reply, machine, host.environment(), host.now());
}

QCoro::Task<TokenAnswer> askForMetadata(Http http, MetadataPath path, std::stop_token stop)
{
    const Host &host = http.host();
    Request request = path == MetadataPath::Versions ? imdsVersionsRequest()
        : path == MetadataPath::Instance             ? imdsInstanceRequest()
        : path == MetadataPath::IdentityInfo         ? imdsIdentityInfoRequest()
                                                     : imdsPlatformMetadataRequest();
    const Machine machine = detectMachine(host);
    expectLittle(request, machine);
    const Reply reply = co_await http.send(request, stop);
    co_return judgeMetadataReply(path, reply, machine, host.environment(), host.now());
}

QCoro::Task<InstanceAnswer> askForInstance(Http http, std::stop_token stop)
{
    const Host &host = http.host();
    Request request = imdsInstanceRequest();
    const Machine machine = detectMachine(host);
    expectLittle(request, machine);
    const Reply reply = co_await http.send(request, stop);
    InstanceAnswer result;
    result.answer =
        judgeMetadataReply(MetadataPath::Instance, reply, machine, host.environment(), host.now());
    if (result.answer.outcome == TokenAnswer::Outcome::NotThisSource)
        result.instance = parseInstance(reply.body);
    co_return result;
}

QCoro::Task<TenantAnswer> askForTenant(Http http, std::stop_token stop)
{
    TenantAnswer result;
    result.answer = co_await askForMetadata(http, MetadataPath::IdentityInfo, stop);
    if (const auto tenant = TenantId::parse(result.answer.facts["tenantId"_L1].toString()))
        result.tenant = *tenant;
    co_return result;
}

} // namespace signet
