#include "core/identity/imds.h"

#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"
#include "core/net/addresses.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using namespace std::chrono_literals;

const QString podIdentityAuthority = u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s;

constexpr SelectorNames selectorNames{"client_id", "object_id", "msi_res_id"}; // App Service: mi_res_id

Request imdsRequest(const QString &path, const QUrlQuery &query, const Patience &patience = oneTry())
{
    Request request = endpointRequest(imdsUrl(path, {}), query, patience);
    request.headers.append({QByteArray("Metadata"), QByteArray("true")});
    return request;
}

QUrlQuery version(const QString &date)
{
    QUrlQuery query;
    query.addQueryItem(u"api-version"_s, date);
    return query;
}

// A pod with workload identity: its credential is a file that is exchanged at Entra. IMDS would return the
// identities of the node. A selector for another identity asks for exactly that, so the request is sent.
std::optional<TokenAnswer> workloadIdentity(const TokenQuestion &question, const Environment &environment)
{
    const QString tokenFile = environment.value(u"AZURE_FEDERATED_TOKEN_FILE"_s);
    const QString clientId = environment.value(u"AZURE_CLIENT_ID"_s);
    if (tokenFile.isEmpty() || clientId.isEmpty() || !environment.has(u"AZURE_TENANT_ID"_s))
        return std::nullopt;
    if (!question.selector.isNone() && question.selector.text().compare(clientId, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return refusedToSend(IdentityFault::WorkloadIdentityNotMi,
                         {{u"clientId"_s, clientId},
                          {u"tenantId"_s, environment.value(u"AZURE_TENANT_ID"_s)},
                          {u"tokenFile"_s, tokenFile}});
}

// If the firmware is not Azure's and nothing else points to Azure, what accepts the connection and does not
// respond is a router, and waiting is pointless.
void expectLittle(Request &request, const Machine &machine)
{
    if (!machine.saysAzure && !machine.azureVm.value_or(true))
        request.limits.answer = 3s;
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    const bool isOwn = question.manner == TokenQuestion::Manner::Own;
    if (isOwn) {
        if (auto refusal = workloadIdentity(question, environment))
            return *std::move(refusal);
    }

    Request request = imdsTokenRequest(question);
    // aad-pod-identity and its successors may move the service to an address of the same machine. The
    // provider never reads the variable.
    if (isOwn && environment.has(podIdentityAuthority)) {
        auto named = endpointNamedBy(podIdentityAuthority, environment);
        if (auto *refusal = std::get_if<TokenAnswer>(&named)) {
            refusal->facts.insert(u"override"_s, podIdentityAuthority);
            return std::move(*refusal);
        }
        QUrl url = std::get<QUrl>(named);
        QString folder = url.path();
        while (folder.endsWith(u'/'))
            folder.chop(1);
        url.setPath(folder + request.url.path());
        url.setQuery(request.url.query(QUrl::FullyEncoded));
        request.url = url;
    }
    expectLittle(request, question.machine ? *question.machine : detectMachine(host));
    return request;
}

bool always(const Host &)
{
    return true;
}

QList<ProviderDifference> differences(const Host &host, const IdentitySelector &)
{
    const Environment &environment = host.environment();
    QList<ProviderDifference> found;
    if (environment.has(podIdentityAuthority))
        found.append({ProviderDifference::Kind::AuthorityHostIgnored, podIdentityAuthority});
    if (environment.has(u"AZURE_FEDERATED_TOKEN_FILE"_s) && environment.has(u"AZURE_CLIENT_ID"_s)
        && environment.has(u"AZURE_TENANT_ID"_s))
        found.append({ProviderDifference::Kind::AsksNodeOfPod, u"AZURE_FEDERATED_TOKEN_FILE"_s});
    return found;
}

} // namespace

Request imdsTokenRequest(const TokenQuestion &question)
{
    QUrlQuery query = version(u"2018-02-01"_s);
    addItem(query, u"resource"_s, question.resource);
    addSelector(query, question.selector, selectorNames);
    return imdsRequest(u"/metadata/identity/oauth2/token"_s, query,
                       patienceFor(EndpointKind::Imds, question.manner));
}

EndpointSource imdsSource()
{
    return {.kind = EndpointKind::Imds,
            .detect = always,
            .request = firstRequest,
            .read = readOnce,
            .differences = differences};
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

QCoro::Task<TokenAnswer> askForMetadata(Http http, Machine machine, MetadataPath path, std::stop_token stop)
{
    const Host &host = http.host();
    Request request = path == MetadataPath::Versions ? imdsVersionsRequest()
        : path == MetadataPath::Instance             ? imdsInstanceRequest()
        : path == MetadataPath::IdentityInfo         ? imdsIdentityInfoRequest()
                                                     : imdsPlatformMetadataRequest();
    expectLittle(request, machine);
    const Reply reply = co_await http.send(request, stop);
    co_return judgeMetadataReply(path, reply, machine, host.environment(), host.now());
}

QCoro::Task<InstanceAnswer> askForInstance(Http http, Machine machine, std::stop_token stop)
{
    const Host &host = http.host();
    Request request = imdsInstanceRequest();
    expectLittle(request, machine);
    const Reply reply = co_await http.send(request, stop);
    InstanceAnswer result;
    result.answer =
        judgeMetadataReply(MetadataPath::Instance, reply, machine, host.environment(), host.now());
    if (result.answer.outcome == TokenAnswer::Outcome::NotThisSource)
        result.instance = parseInstance(reply.body);
    co_return result;
}

QCoro::Task<TenantAnswer> askForTenant(Http http, Machine machine, std::stop_token stop)
{
    TenantAnswer result;
    result.answer = co_await askForMetadata(http, std::move(machine), MetadataPath::IdentityInfo, stop);
    if (const auto tenant = TenantId::parse(result.answer.facts["tenantId"_L1].toString()))
        result.tenant = *tenant;
    co_return result;
}

} // namespace signet
