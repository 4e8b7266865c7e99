#include "core/principal/principalsearch.h"

#include "core/principal/principalanswers.h"
#include "core/principal/resourceidentity.h"
#include "core/result/reason.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QUrlQuery>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int mostPages = 10;
constexpr qint64 mostBytes = 16 * 1024 * 1024;
constexpr qsizetype mostRows = 2000; // of a list
// Beyond these a list is too long to be what was meant, and its details are left out.
constexpr qsizetype mostDetails = 10;

constexpr auto principalFields =
    "id,appId,displayName,servicePrincipalType,accountEnabled,alternativeNames"_L1;

// One search while it runs. Its coroutines share it, and findPrincipal() awaits them all.
struct Search {
    Http http;
    std::shared_ptr<CredentialSource> credentials;
    PrincipalHints hints;
    std::stop_token stop;
    PrincipalsFound found = {};
    qint64 bytes = 0;
    // What the id is according to Graph, if it is not a service principal's.
    QString registeredClientId = {}; // of an app registration
    bool isPersonOrGroup = false;

    bool maySearchResources() const
    {
        return std::ranges::none_of(found.asked, [](const PrincipalQuestion &question) {
            return question.service == PrincipalSource::ResourceGraph && question.problem;
        });
    }
    bool graphRefused() const
    {
        return std::ranges::any_of(found.asked, [](const PrincipalQuestion &question) {
            return question.service == PrincipalSource::MicrosoftGraph && question.problem;
        });
    }
};
using SearchPointer = std::shared_ptr<Search>;

Resource resourceFor(PrincipalSource service)
{
    return service == PrincipalSource::MicrosoftGraph ? Resource::MicrosoftGraph : Resource::ResourceManager;
}

QUrlQuery queryOf(const QList<std::pair<QString, QString>> &items)
{
    QUrlQuery query;
    for (const auto &[name, value] : items)
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return query;
}

// The request for the next page; nothing after the last.
std::optional<Request> nextPage(const Request &request, const QJsonObject &body)
{
    for (const QLatin1StringView key : {"@odata.nextLink"_L1, "nextLink"_L1}) {
        const QString link = body.value(key).toString();
        if (link.isEmpty())
            continue;
        Request next = request;
        // Http refuses another service's address, as the credential must not go there.
        next.url = QUrl(link, QUrl::StrictMode);
        return next;
    }
    const QString token = body.value("$skipToken"_L1).toString();
    if (token.isEmpty())
        return std::nullopt;
    QJsonObject question = QJsonDocument::fromJson(request.body).object();
    QJsonObject options = question.value("options"_L1).toObject();
    options.insert(u"$skipToken"_s, token);
    question.insert(u"options"_s, options);
    Request next = request;
    next.body = QJsonDocument(question).toJson(QJsonDocument::Compact);
    return next;
}

// ---- Asking --------------------------------------------------------------------------------------

// One request. A 404 is a valid response, not a problem: the service does not know it.
QCoro::Task<AzureAnswer> askOnce(SearchPointer search, PrincipalSource service, QString what, Request request)
{
    const qsizetype index = search->found.asked.size();
    PrincipalQuestion question;
    question.service = service;
    question.what = what;
    search->found.asked.append(question);

    auto asking =
        askAzure(search->http, search->credentials, resourceFor(service), std::move(request), search->stop);
    AzureAnswer answer = co_await asking;
    search->bytes += answer.reply.body.size();
    PrincipalQuestion &asked = search->found.asked[index];
    asked.pages = answer.reply.delivery == Delivery::NotSent ? 0 : 1;
    if (!answer.isNotFound())
        asked.problem = answer.problem;
    co_return answer;
}

struct Listed {
    QList<QJsonObject> rows;
    QString tenantId; // of the token
};

// All pages of a list, with rows under "value" or, in Resource Graph, "data".
QCoro::Task<Listed> askForAll(SearchPointer search, PrincipalSource service, QString what, Request request)
{
    const qsizetype index = search->found.asked.size();
    PrincipalQuestion question;
    question.service = service;
    question.what = what;
    search->found.asked.append(question);

    Listed listed;
    QSet<QByteArray> followed;
    std::optional<Request> next = std::move(request);
    for (int page = 0; next; ++page) {
        const bool enough = page == mostPages || search->bytes > mostBytes || listed.rows.size() >= mostRows
            || followed.contains(next->url.toEncoded() + next->body);
        if (enough) {
            search->found.asked[index].truncated = true;
            break;
        }
        followed.insert(next->url.toEncoded() + next->body);
        auto asking = askAzure(search->http, search->credentials, resourceFor(service), *next, search->stop);
        const AzureAnswer answer = co_await asking;
        search->bytes += answer.reply.body.size();
        PrincipalQuestion &asked = search->found.asked[index];
        if (answer.reply.delivery != Delivery::NotSent)
            ++asked.pages;
        if (answer.problem) {
            asked.problem = answer.problem;
            asked.truncated = page > 0;
            break;
        }
        listed.tenantId = answer.tenantId;
        const QLatin1StringView key = service == PrincipalSource::ResourceGraph ? "data"_L1 : "value"_L1;
        const QJsonArray rows = answer.body.value(key).toArray();
        for (const QJsonValue row : rows)
            listed.rows.append(row.toObject());
        next = nextPage(*next, answer.body);
    }
    co_return listed;
}

QCoro::Task<QList<ResourceRow>> searchResources(SearchPointer search, QString query)
{
    QJsonObject body{{u"query"_s, query},
                     {u"options"_s, QJsonObject{{u"$top"_s, 1000}, {u"resultFormat"_s, u"objectArray"_s}}}};
    if (!search->hints.subscriptions.isEmpty())
        body.insert(u"subscriptions"_s, QJsonArray::fromStringList(search->hints.subscriptions));
    Request request = azureRequest("POST",
                                   resourceManagerUrl(u"providers/Microsoft.ResourceGraph/resources"_s,
                                                      queryOf({{u"api-version"_s, u"2021-03-01"_s}})),
                                   body);
    auto listing = askForAll(search, PrincipalSource::ResourceGraph, u"resources"_s, std::move(request));
    const Listed listed = co_await listing;
    QList<ResourceRow> rows;
    for (const QJsonObject &json : listed.rows) {
        const auto row = resourceRow(json);
        if (row)
            rows.append(*row);
    }
    co_return rows;
}

// Service principals whose display name is the text, or begins with it.
QCoro::Task<QList<Principal>> searchGraph(SearchPointer search, QString filter)
{
    Request request = azureRequest("GET",
                                   graphUrl(u"servicePrincipals"_s,
                                            queryOf({{u"$filter"_s, filter},
                                                     {u"$count"_s, u"true"_s},
                                                     {u"$select"_s, principalFields},
                                                     {u"$top"_s, u"999"_s}})));
    // Without it Graph does not count, and refuses the filters that need it.
    request.headers.emplaceBack("ConsistencyLevel", "eventual");
    auto listing =
        askForAll(search, PrincipalSource::MicrosoftGraph, u"servicePrincipals"_s, std::move(request));
    const Listed listed = co_await listing;
    QList<Principal> principals;
    for (const QJsonObject &json : listed.rows)
        principals.append(principalFromGraph(json, listed.tenantId));
    co_return principals;
}

QCoro::Task<std::optional<Principal>> askGraphByClientId(SearchPointer search, QString clientId)
{
    Request request = azureRequest("GET",
                                   graphUrl(u"servicePrincipals(appId='%1')"_s.arg(clientId),
                                            queryOf({{u"$select"_s, principalFields}})));
    auto asking =
        askOnce(search, PrincipalSource::MicrosoftGraph, u"servicePrincipals(appId)"_s, std::move(request));
    const AzureAnswer answer = co_await asking;
    if (answer.problem)
        co_return std::nullopt;
    co_return principalFromGraph(answer.body, answer.tenantId);
}

// Any directory object with the id. Anything other than a service principal is noted in the search.
QCoro::Task<std::optional<Principal>> askGraphByObjectId(SearchPointer search, QString objectId)
{
    const QJsonObject body{
        {u"ids"_s, QJsonArray{objectId}},
        {u"types"_s, QJsonArray{u"servicePrincipal"_s, u"application"_s, u"user"_s, u"group"_s}}};
    Request request = azureRequest("POST", graphUrl(u"directoryObjects/getByIds"_s, QUrlQuery()), body);
    auto listing = askForAll(search, PrincipalSource::MicrosoftGraph, u"directoryObjects/getByIds"_s,
                             std::move(request));
    const Listed listed = co_await listing;
    for (const QJsonObject &json : listed.rows) {
        const QString type = json.value("@odata.type"_L1).toString();
        if (type.endsWith(".servicePrincipal"_L1))
            co_return principalFromGraph(json, listed.tenantId);
        if (type.endsWith(".application"_L1)) {
            search->registeredClientId = json.value("appId"_L1).toString().toLower();
        } else if (type.endsWith(".user"_L1) || type.endsWith(".group"_L1)) {
            search->isPersonOrGroup = true;
            search->found.problem = Problem(finding::principalIsPerson,
                                            {{u"value"_s, search->found.text},
                                             {u"what"_s, type.endsWith(".user"_L1) ? u"user"_s : u"group"_s},
                                             {u"principal"_s, json.value("displayName"_L1).toString()}});
        }
    }
    co_return std::nullopt;
}

// In this order, whichever responded first, so that the same search gives the same result.
void keep(Search *search, const QList<Principal> &inGraph, const QList<Principal> &inResources)
{
    for (const Principal &principal : inGraph)
        mergeInto(&search->found.candidates, principal);
    for (const Principal &principal : inResources)
        mergeInto(&search->found.candidates, principal);
}

// ---- By id ---------------------------------------------------------------------------------------

QCoro::Task<QList<Principal>> findInGraphById(SearchPointer search)
{
    const QString guid = search->found.text;
    const bool clientIdFirst = search->found.meant == PrincipalText::ClientId;
    std::optional<Principal> principal;
    PrincipalMatch match = clientIdFirst ? PrincipalMatch::ClientId : PrincipalMatch::ObjectId;
    if (clientIdFirst) {
        auto asking = askGraphByClientId(search, guid);
        principal = co_await asking;
    }
    if (!principal && !search->graphRefused()) {
        match = PrincipalMatch::ObjectId;
        auto asking = askGraphByObjectId(search, guid);
        principal = co_await asking;
    }
    const bool ofRegistration = !search->registeredClientId.isEmpty();
    if (!principal && !search->isPersonOrGroup && !search->graphRefused()
        && (ofRegistration || !clientIdFirst)) {
        match = ofRegistration ? PrincipalMatch::ApplicationObjectId : PrincipalMatch::ClientId;
        auto asking = askGraphByClientId(search, ofRegistration ? search->registeredClientId : guid);
        principal = co_await asking;
    }
    QList<Principal> found;
    if (principal) {
        principal->match = match;
        found.append(*principal);
    }
    co_return found;
}

QCoro::Task<QList<Principal>> findInResourcesById(SearchPointer search)
{
    const QString guid = search->found.text;
    QList<Principal> found;
    auto searching = searchResources(search, queryById(guid));
    const QList<ResourceRow> rows = co_await searching;
    for (const ResourceRow &row : rows) {
        QList<Principal> here = principalsOf(row.id, row.identity, PrincipalSource::ResourceGraph);
        if (row.principal)
            here.append(*row.principal);
        for (Principal &principal : here) {
            if (principal.objectId != guid && principal.clientId != guid)
                continue;
            principal.match =
                principal.objectId == guid ? PrincipalMatch::ObjectId : PrincipalMatch::ClientId;
            mergeInto(&found, principal);
        }
    }
    co_return found;
}

// No service principal has that id. This finds out why.
QCoro::Task<void> explainMissingId(SearchPointer search)
{
    const QString guid = search->found.text;
    if (search->registeredClientId.isEmpty()) {
        Request request = azureRequest("GET",
                                       graphUrl(u"applications(appId='%1')"_s.arg(guid),
                                                queryOf({{u"$select"_s, u"id,appId,displayName"_s}})));
        auto asking =
            askOnce(search, PrincipalSource::MicrosoftGraph, u"applications(appId)"_s, std::move(request));
        const AzureAnswer answer = co_await asking;
        if (!answer.problem)
            search->registeredClientId = guid;
    }
    if (!search->registeredClientId.isEmpty()) {
        search->found.problem = Problem(finding::servicePrincipalMissing,
                                        {{u"value"_s, guid}, {u"clientId"_s, search->registeredClientId}});
        co_return;
    }

    // Deleted service principals can be seen for thirty days.
    Request request = azureRequest("GET", graphUrl(u"directory/deletedItems/%1"_s.arg(guid), QUrlQuery()));
    auto asking =
        askOnce(search, PrincipalSource::MicrosoftGraph, u"directory/deletedItems"_s, std::move(request));
    const AzureAnswer answer = co_await asking;
    if (answer.problem)
        co_return;
    search->found.problem = Problem(finding::principalDeleted,
                                    {{u"value"_s, guid},
                                     {u"principal"_s, answer.body.value("displayName"_L1).toString()},
                                     {u"clientId"_s, answer.body.value("appId"_L1).toString()}});
}

QCoro::Task<void> findById(SearchPointer search)
{
    auto askingGraph = findInGraphById(search);
    auto askingResources = findInResourcesById(search);
    const QList<Principal> inGraph = co_await askingGraph;
    const QList<Principal> inResources = co_await askingResources;
    keep(search.get(), inGraph, inResources);
    if (search->found.candidates.isEmpty() && !search->isPersonOrGroup && !search->graphRefused()) {
        auto explaining = explainMissingId(search);
        co_await explaining;
    }
}

// ---- By name -------------------------------------------------------------------------------------

PrincipalMatch matchOfName(const Principal &principal, const QString &text)
{
    return principal.displayName.startsWith(text, Qt::CaseInsensitive) ? PrincipalMatch::Name
                                                                       : PrincipalMatch::AttachedResource;
}

QCoro::Task<QList<Principal>> findInResourcesByName(SearchPointer search)
{
    const QString text = search->found.text;
    QList<Principal> found;
    auto searching = searchResources(search, queryByName(text));
    const QList<ResourceRow> rows = co_await searching;
    for (const ResourceRow &row : rows) {
        // A longer query can come from another version of the service.
        if (!row.id.name().startsWith(text, Qt::CaseInsensitive))
            continue;
        QList<Principal> here = principalsOf(row.id, row.identity, PrincipalSource::ResourceGraph);
        if (row.principal)
            here.append(*row.principal);
        for (Principal &principal : here) {
            principal.match = matchOfName(principal, text);
            mergeInto(&found, principal);
        }
    }
    co_return found;
}

QCoro::Task<void> listIdentities(SearchPointer search, QString subscription)
{
    Request request = azureRequest(
        "GET",
        resourceManagerUrl(u"subscriptions/%1/providers/%2"_s.arg(subscription, userAssignedIdentityType),
                           queryOf({{u"api-version"_s, userAssignedIdentityApiVersion}})));
    auto listing =
        askForAll(search, PrincipalSource::ResourceManager, u"userAssignedIdentities"_s, std::move(request));
    const Listed listed = co_await listing;
    for (const QJsonObject &json : listed.rows) {
        Principal principal = principalFromIdentity(json, PrincipalSource::ResourceManager);
        principal.match = PrincipalMatch::Name;
        if (principal.displayName.startsWith(search->found.text, Qt::CaseInsensitive))
            mergeInto(&search->found.candidates, principal);
    }
}

QCoro::Task<void> findByName(SearchPointer search)
{
    auto askingGraph =
        searchGraph(search, u"startswith(displayName,%1)"_s.arg(odataText(search->found.text)));
    auto askingResources = findInResourcesByName(search);
    const QList<Principal> inGraph = co_await askingGraph;
    const QList<Principal> inResources = co_await askingResources;
    keep(search.get(), inGraph, inResources);
    const bool listToo = !search->maySearchResources() || search->found.candidates.isEmpty();
    if (!listToo)
        co_return;
    const QStringList subscriptions = search->hints.subscriptions;
    for (const QString &subscription : subscriptions) {
        auto listing = listIdentities(search, subscription);
        co_await listing;
    }
}

// ---- By resource ---------------------------------------------------------------------------------

// Resource Manager does not show the resource; the directory can still know what belongs to it.
QCoro::Task<void> findInGraphByResource(SearchPointer search, ResourceId resource)
{
    auto searching = searchGraph(search, u"displayName eq %1"_s.arg(odataText(resource.name())));
    const QList<Principal> principals = co_await searching;
    for (Principal principal : principals) {
        if (principal.resourceId.compare(resource.toString(), Qt::CaseInsensitive) != 0)
            continue;
        principal.match = principal.kind == PrincipalKind::UserAssigned ? PrincipalMatch::ResourceId
                                                                        : PrincipalMatch::AttachedResource;
        mergeInto(&search->found.candidates, principal);
    }
}

QCoro::Task<void> findByResource(SearchPointer search, ResourceId resource)
{
    const bool isIdentity = isUserAssignedIdentity(resource);
    const QString version =
        isIdentity ? QString(userAssignedIdentityApiVersion) : identityApiVersion(resource.type());
    std::optional<ResourceIdentity> identity;
    std::optional<Problem> missing;
    if (version.isEmpty()) {
        auto searching = searchResources(search, queryResource(resource));
        const QList<ResourceRow> rows = co_await searching;
        if (!rows.isEmpty())
            identity = rows.first().identity;
    } else {
        Request request = azureRequest(
            "GET", resourceManagerUrl(resource.toString(), queryOf({{u"api-version"_s, version}})));
        auto asking = askOnce(search, PrincipalSource::ResourceManager,
                              isIdentity ? u"userAssignedIdentities"_s : resource.type(), std::move(request));
        const AzureAnswer answer = co_await asking;
        if (answer.isNotFound())
            missing = answer.problem;
        if (!answer.problem && isIdentity) {
            Principal principal = principalFromIdentity(answer.body, PrincipalSource::ResourceManager);
            principal.match = PrincipalMatch::ResourceId;
            mergeInto(&search->found.candidates, principal);
            co_return;
        }
        if (!answer.problem)
            identity = ResourceIdentity::fromJson(answer.body.value("identity"_L1));
    }
    if (missing) {
        search->found.problem = missing;
        co_return;
    }
    if (!identity) {
        auto searching = findInGraphByResource(search, resource);
        co_await searching;
        co_return;
    }

    const QJsonObject where{{u"resourceId"_s, resource.toString()},
                            {u"vm"_s, resource.name()},
                            {u"resourceGroup"_s, resource.resourceGroup()},
                            {u"subscription"_s, resource.subscription()}};
    const auto source = version.isEmpty() ? PrincipalSource::ResourceGraph : PrincipalSource::ResourceManager;
    const QList<Principal> principals = principalsOf(resource, *identity, source);
    for (const Principal &principal : principals) {
        mergeInto(&search->found.candidates, principal);
        if (!principal.objectId.isEmpty())
            continue;
        QJsonObject evidence = where;
        evidence.insert(u"resourceId"_s, principal.resourceId);
        evidence.insert(u"principal"_s, principal.displayName);
        search->found.notes.append(Problem(finding::identityDeleted, evidence));
    }
    if (identity->isEmpty())
        search->found.problem = Problem(finding::resourceWithoutIdentity, where);
}

// ---- Details -------------------------------------------------------------------------------------

// The client id of a system-assigned identity, which only this address tells.
QCoro::Task<void> askForClientId(SearchPointer search, QString objectId, QString resourceId)
{
    Request request = azureRequest(
        "GET",
        resourceManagerUrl(resourceId + u"/providers/Microsoft.ManagedIdentity/identities/default"_s,
                           queryOf({{u"api-version"_s, userAssignedIdentityApiVersion}})));
    auto asking =
        askOnce(search, PrincipalSource::ResourceManager, u"identities/default"_s, std::move(request));
    const AzureAnswer answer = co_await asking;
    const QJsonObject properties = answer.body.value("properties"_L1).toObject();
    if (answer.problem || properties.value("principalId"_L1).toString().toLower() != objectId)
        co_return;
    for (Principal &candidate : search->found.candidates) {
        if (candidate.objectId != objectId)
            continue;
        candidate.learn(u"clientId"_s, properties.value("clientId"_L1).toString(),
                        PrincipalSource::ResourceManager);
        candidate.learn(u"tenantId"_s, properties.value("tenantId"_L1).toString(),
                        PrincipalSource::ResourceManager);
    }
}

QCoro::Task<void> askForClientIds(SearchPointer search)
{
    std::vector<QCoro::Task<void>> asking;
    const QList<Principal> candidates = search->found.candidates;
    for (const Principal &candidate : candidates) {
        const bool wanted = candidate.kind == PrincipalKind::SystemAssigned && candidate.clientId.isEmpty();
        if (wanted && asking.size() < std::size_t(mostDetails))
            asking.push_back(askForClientId(search, candidate.objectId, candidate.resourceId));
    }
    for (auto &task : asking)
        co_await task;
}

void learnAttachments(Search *search, const ResourceRow &row)
{
    for (Principal &candidate : search->found.candidates) {
        const bool attached =
            candidate.kind == PrincipalKind::UserAssigned && row.identity.findById(candidate.objectId);
        if (attached)
            candidate.learnAttachment(row.id.toString(), PrincipalSource::ResourceGraph);
    }
}

// Where the user-assigned identities among the candidates are attached, by the search over all resources;
// where that is refused, for one identity by its own list, which is a preview.
QCoro::Task<void> askForAttachments(SearchPointer search)
{
    QStringList objectIds;
    QString resourceId;
    for (const Principal &candidate : std::as_const(search->found.candidates)) {
        if (candidate.kind != PrincipalKind::UserAssigned || objectIds.size() == mostDetails)
            continue;
        objectIds.append(candidate.objectId);
        resourceId = candidate.resourceId;
    }
    if (objectIds.isEmpty())
        co_return;
    if (search->maySearchResources()) {
        auto searching = searchResources(search, queryAttachments(objectIds));
        const QList<ResourceRow> rows = co_await searching;
        for (const ResourceRow &row : rows)
            learnAttachments(search.get(), row);
    }
    if (search->maySearchResources() || objectIds.size() != 1 || resourceId.isEmpty())
        co_return;

    Request request =
        azureRequest("POST",
                     resourceManagerUrl(resourceId + u"/listAssociatedResources"_s,
                                        queryOf({{u"api-version"_s, u"2022-01-31-preview"_s}})));
    auto listing =
        askForAll(search, PrincipalSource::ResourceManager, u"listAssociatedResources"_s, std::move(request));
    const Listed listed = co_await listing;
    for (Principal &candidate : search->found.candidates) {
        if (candidate.objectId != objectIds.first())
            continue;
        for (const QJsonObject &json : listed.rows)
            candidate.learnAttachment(json.value("id"_L1).toString(), PrincipalSource::ResourceManager);
    }
}

// ---- What it comes to ----------------------------------------------------------------------------

QList<Problem> notesAbout(const Principal &principal, const Search &search)
{
    QJsonObject evidence{{u"value"_s, search.found.text},
                         {u"principal"_s, principal.displayName},
                         {u"objectId"_s, principal.objectId},
                         {u"clientId"_s, principal.clientId}};
    QList<Problem> notes;
    if (principal.match == PrincipalMatch::ApplicationObjectId) {
        evidence.insert(u"suggestion"_s, principal.objectId);
        evidence.insert(u"what"_s,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "the object id of an app registration")));
        notes.append(Problem(finding::wrongObjectId, evidence));
    }
    if (principal.match == PrincipalMatch::ClientId && search.found.meant == PrincipalText::ObjectId) {
        evidence.insert(u"suggestion"_s, principal.objectId);
        evidence.insert(u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "a client id")));
        notes.append(Problem(finding::wrongObjectId, evidence));
    }
    if (principal.match == PrincipalMatch::ObjectId && search.found.meant == PrincipalText::ClientId) {
        evidence.insert(u"expectedClientId"_s, principal.clientId);
        notes.append(Problem(finding::objectIdAsClientId, evidence));
    }
    const auto &tenant = search.hints.tenant;
    if (tenant && !principal.tenantId.isEmpty() && principal.tenantId != tenant->toString()) {
        evidence.insert(u"tenantId"_s, principal.tenantId);
        evidence.insert(u"organizationTenantId"_s, tenant->toString());
        notes.append(Problem(finding::principalOtherTenant, evidence));
    }
    if (principal.enabled && !*principal.enabled)
        notes.append(Problem(finding::principalDisabled, evidence));
    if (principal.kind == PrincipalKind::Agent)
        notes.append(Problem(finding::principalKindRefused, evidence));
    return notes;
}

void sortCandidates(Search *search)
{
    const QString &text = search->found.text;
    const auto rank = [&text](const Principal &principal) {
        const bool exact = principal.match != PrincipalMatch::Name
            || principal.displayName.compare(text, Qt::CaseInsensitive) == 0;
        return std::tuple(!exact, !principal.isManagedIdentity(), principal.displayName.toCaseFolded(),
                          principal.objectId);
    };
    std::ranges::sort(search->found.candidates, {}, rank);
}

Problem whyNobody(const PrincipalsFound &found)
{
    QStringList answered;
    const Problem *refusal = nullptr;
    for (const PrincipalQuestion &question : found.asked) {
        if (!question.problem)
            answered.append(QString(toString(question.service)));
        else if (!refusal)
            refusal = &*question.problem;
    }
    answered.removeDuplicates();
    // A resource that cannot be read still exists.
    if (refusal && (answered.isEmpty() || found.meant == PrincipalText::ResourceId))
        return *refusal;
    return Problem(finding::principalNotFound,
                   {{u"value"_s, found.text},
                    {u"what"_s, toString(found.meant)},
                    {u"known"_s, QJsonArray::fromStringList(answered)}});
}

// Which way to search, and the text as it is sent; or what is wrong with it.
Result<PrincipalText> readText(QString *text, PrincipalText wanted)
{
    *text = text->trimmed();
    const bool isId = isGuid(*text);
    PrincipalText meant = wanted;
    if (wanted == PrincipalText::Anything && text->startsWith(u'/'))
        meant = PrincipalText::ResourceId;
    else if (wanted == PrincipalText::Anything && !isId)
        meant = PrincipalText::Name;

    if (meant == PrincipalText::ObjectId || meant == PrincipalText::ClientId) {
        const auto objectId = ObjectId::parse(*text);
        const auto clientId = ClientId::parse(*text);
        if (meant == PrincipalText::ObjectId && !objectId)
            return objectId.problem();
        if (!clientId)
            return clientId.problem();
    }
    if (isId && meant != PrincipalText::Name)
        *text = text->toLower();
    if (meant == PrincipalText::ResourceId) {
        const auto id = ResourceId::parse(*text);
        if (!id)
            return id.problem();
    }
    if (text->isEmpty())
        return Problem(finding::principalNotFound, {{u"value"_s, *text}});
    return meant;
}

constexpr std::array textWords{
    std::pair{PrincipalText::Anything, "anything"_L1}, std::pair{PrincipalText::Name, "name"_L1},
    std::pair{PrincipalText::ObjectId, "object-id"_L1}, std::pair{PrincipalText::ClientId, "client-id"_L1},
    std::pair{PrincipalText::ResourceId, "resource-id"_L1}};

} // namespace

QLatin1StringView toString(PrincipalText text)
{
    const auto found = std::ranges::find(textWords, text, [](const auto &entry) { return entry.first; });
    Q_ASSERT(found != textWords.end());
    return found->second;
}

std::optional<PrincipalText> principalTextFromString(QStringView word)
{
    const auto found =
        std::ranges::find_if(textWords, [word](const auto &entry) { return entry.second == word; });
    if (found == textWords.end())
        return std::nullopt;
    return found->first;
}

QCoro::Task<PrincipalsFound> findPrincipal(Http http, std::shared_ptr<CredentialSource> credentials,
                                           QString text, PrincipalHints hints, std::stop_token stop)
{
    auto search = std::make_shared<Search>(
        Search{.http = http, .credentials = credentials, .hints = hints, .stop = stop});
    const auto meant = readText(&text, hints.text);
    search->found.text = text;
    if (!meant) {
        search->found.meant = hints.text;
        search->found.problem = meant.problem();
        co_return search->found;
    }
    search->found.meant = *meant;

    if (*meant == PrincipalText::Name) {
        auto finding = findByName(search);
        co_await finding;
    } else if (*meant == PrincipalText::ResourceId) {
        auto finding = findByResource(search, identityHolder(*ResourceId::parse(text)));
        co_await finding;
    } else {
        auto finding = findById(search);
        co_await finding;
    }

    auto askingForClientIds = askForClientIds(search);
    co_await askingForClientIds;
    // A search by id has told the attachments with its one question; those of a resource are not looked up
    // beyond the resource itself.
    const bool attachmentsKnown = *meant != PrincipalText::Name
        && !(*meant == PrincipalText::ResourceId && isUserAssignedIdentity(*ResourceId::parse(text)))
        && search->maySearchResources();
    if (hints.attachments == PrincipalHints::Attachments::LookUp && !attachmentsKnown) {
        auto askingForAttachments = askForAttachments(search);
        co_await askingForAttachments;
    }

    sortCandidates(search.get());
    PrincipalsFound &found = search->found;
    for (const Principal &candidate : std::as_const(found.candidates)) {
        if (found.candidates.size() <= mostDetails)
            found.notes.append(notesAbout(candidate, *search));
    }
    if (!found.candidates.isEmpty())
        found.problem.reset();
    else if (!found.problem)
        found.problem = whyNobody(found);
    if (stop.stop_requested())
        found.problem = Problem(finding::runStopped);
    co_return found;
}

bool PrincipalsFound::truncated() const
{
    return std::ranges::any_of(asked, &PrincipalQuestion::truncated);
}

QList<Problem> PrincipalsFound::refusals() const
{
    QList<Problem> problems;
    for (const PrincipalQuestion &question : asked) {
        if (question.problem && !problems.contains(*question.problem))
            problems.append(*question.problem);
    }
    return problems;
}

QJsonObject PrincipalQuestion::toJson() const
{
    return {
        {u"service"_s, toString(service)},
        {u"what"_s, what},
        {u"pages"_s, pages},
        {u"truncated"_s, truncated},
        {u"finding"_s, problem ? QJsonValue(problem->findingId.toString()) : QJsonValue()},
        {u"evidence"_s, problem ? QJsonValue(problem->evidence) : QJsonValue()},
    };
}

QJsonObject PrincipalsFound::toJson() const
{
    QJsonArray principals;
    for (const Principal &candidate : candidates)
        principals.append(candidate.toJson());
    QJsonArray questions;
    for (const PrincipalQuestion &question : asked)
        questions.append(question.toJson());
    const auto json = [](const Problem &one) {
        return QJsonObject{{u"finding"_s, one.findingId.toString()}, {u"evidence"_s, one.evidence}};
    };
    QJsonArray said;
    for (const Problem &note : notes)
        said.append(json(note));
    return {
        {u"text"_s, text},
        {u"meant"_s, toString(meant)},
        {u"principals"_s, principals},
        {u"notes"_s, said},
        {u"asked"_s, questions},
        {u"truncated"_s, truncated()},
        {u"problem"_s, problem ? QJsonValue(json(*problem)) : QJsonValue()},
    };
}

} // namespace signet
