#include "core/principal/attachidentity.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr auto longestOperation = std::chrono::seconds(600);
constexpr auto pauseWithoutAdvice = std::chrono::seconds(5);
constexpr auto longestPause = std::chrono::seconds(30);

QUrl urlOf(const ResourceId &resource, const QString &version)
{
    QUrlQuery query;
    query.addQueryItem(u"api-version"_s, version);
    return resourceManagerUrl(resource.toString(), query);
}

QJsonObject placeOf(const ResourceId &resource)
{
    return {{u"vm"_s, resource.name()},
            {u"resourceGroup"_s, resource.resourceGroup()},
            {u"subscription"_s, resource.subscription()},
            {u"resource"_s, resource.toString()}};
}

bool isType(const ResourceId &resource, QLatin1StringView type)
{
    return resource.type().compare(type, Qt::CaseInsensitive) == 0;
}

bool canBeChangedHere(const ResourceId &resource)
{
    return isType(resource, "Microsoft.Compute/virtualMachines"_L1)
        || isType(resource, "Microsoft.Compute/virtualMachineScaleSets"_L1);
}

// App Service and Container Apps return the system-assigned identity or none, so another user-assigned one
// changes nothing for programs that specify no identity.
bool picksTheOnlyOne(const ResourceId &resource)
{
    return canBeChangedHere(resource) || isType(resource, "Microsoft.ContainerInstance/containerGroups"_L1);
}

std::optional<Problem> regionProblem(const ResourceId &identity, const QJsonObject &identityBody,
                                     const QJsonObject &resourceBody)
{
    const QString scope = identityBody.value("properties"_L1)["isolationScope"_L1].toString();
    const QString home = identityBody.value("location"_L1).toString();
    const QString location = resourceBody.value("location"_L1).toString();
    const bool elsewhere =
        !home.isEmpty() && !location.isEmpty() && home.compare(location, Qt::CaseInsensitive) != 0;
    if (scope.compare("Regional"_L1, Qt::CaseInsensitive) != 0 || !elsewhere)
        return std::nullopt;
    return Problem(finding::identityRegionIsolated,
                   {{u"principal"_s, identity.name()}, {u"what"_s, location}, {u"known"_s, home}});
}

QList<Problem> warningsFor(const AttachPlan &plan, const QJsonObject &resourceBody)
{
    QList<Problem> warnings;
    const ResourceIdentity &before = plan.before;
    const QString answering = before.answersWithoutSelector();
    // The new one is the only one and is returned, or there was a system-assigned one, which is still
    // returned.
    const bool changes = plan.identity ? !before.hasSystemAssigned() && !answering.isEmpty()
                                       : !answering.isEmpty() && !before.hasSystemAssigned();
    if (changes && picksTheOnlyOne(plan.resource)) {
        QJsonObject evidence = placeOf(plan.resource);
        if (const AttachedIdentity *now = before.findById(answering)) {
            evidence.insert(u"principal"_s, now->resourceId.section(u'/', -1));
            evidence.insert(u"expectedClientId"_s, now->clientId);
        }
        warnings.append(Problem(finding::attachChangesDefault, evidence));
    }

    const QJsonObject properties = resourceBody.value("properties"_L1).toObject();
    const bool uniform = isType(plan.resource, "Microsoft.Compute/virtualMachineScaleSets"_L1)
        && properties.value("orchestrationMode"_L1).toString().compare("Flexible"_L1, Qt::CaseInsensitive)
            != 0;
    const QString mode = properties.value("upgradePolicy"_L1)["mode"_L1].toString();
    if (uniform && mode.compare("Automatic"_L1, Qt::CaseInsensitive) != 0)
        warnings.append(Problem(finding::scaleSetNotUpgraded, placeOf(plan.resource)));
    return warnings;
}

// For a change, 403 can mean more than a missing permission to read: the identity itself can be out of reach.
Problem refusalOfChange(const AttachPlan &plan, const AzureAnswer &answer)
{
    Problem problem = *answer.problem;
    if (problem.findingId != finding::azureRightMissing)
        return problem;
    problem.findingId = finding::identityAssignDenied;
    const QJsonObject place = placeOf(plan.resource);
    for (auto it = place.begin(); it != place.end(); ++it) {
        if (!problem.evidence.contains(it.key()))
            problem.evidence.insert(it.key(), it.value());
    }
    if (plan.identity)
        problem.evidence.insert(u"resourceId"_s, plan.identity->toString());
    return problem;
}

// Where the operation can be asked after; empty when it is done already.
QUrl operationUrl(const Reply &reply)
{
    QByteArray address = reply.header("Azure-AsyncOperation");
    if (address.isEmpty() && reply.status == 202)
        address = reply.header("Location");
    return QUrl::fromEncoded(address, QUrl::StrictMode);
}

std::chrono::seconds pauseBefore(const Reply &reply)
{
    const int seconds = reply.retryAfter();
    return seconds < 0 ? pauseWithoutAdvice : std::min(std::chrono::seconds(seconds), longestPause);
}

// Waits until Azure has done what it accepted. Azure-AsyncOperation answers {"status"}; Location answers 202
// until it is done.
QCoro::Task<Result<Done>> awaitOperation(Http http, std::shared_ptr<CredentialSource> credentials,
                                         Reply accepted, std::function<void(AttachProgress)> onProgress,
                                         std::stop_token stop)
{
    const QUrl url = operationUrl(accepted);
    if (url.isEmpty())
        co_return Done();
    std::chrono::seconds waited{0};
    std::chrono::seconds pause = pauseBefore(accepted);
    const Host &host = http.host();
    while (waited < longestOperation) {
        AttachProgress progress;
        progress.step = AttachProgress::Step::Waiting;
        progress.waited = waited;
        onProgress(progress);
        auto waiting = host.wait(pause, stop);
        const bool wholePause = co_await waiting;
        if (!wholePause)
            co_return Problem(finding::runStopped);
        // Counted even where the service names no time at all, so that there is an end.
        waited += std::max(pause, 1s);

        auto asking = askAzure(http, credentials, Resource::ResourceManager, azureRequest("GET", url), stop);
        const AzureAnswer answer = co_await asking;
        if (answer.problem)
            co_return *answer.problem;
        pause = pauseBefore(answer.reply);
        const QString status = answer.body.value("status"_L1).toString();
        if (status == "Failed"_L1 || status == "Canceled"_L1) {
            co_return Problem(finding::azureOperationFailed,
                              {{u"serviceCode"_s, answer.error.code.isEmpty() ? status : answer.error.code},
                               {u"serviceMessage"_s, answer.error.message},
                               {u"requestId"_s, answer.reply.activityId()}});
        }
        const bool done = status == "Succeeded"_L1 || (status.isEmpty() && answer.reply.status != 202);
        if (done)
            co_return Done();
    }
    co_return Problem(finding::azureOperationSlow, {{u"seconds"_s, qint64(longestOperation.count())}});
}

QCoro::Task<Result<QJsonObject>> readResource(Http http, std::shared_ptr<CredentialSource> credentials,
                                              QUrl url, std::stop_token stop)
{
    auto asking = askAzure(http, credentials, Resource::ResourceManager, azureRequest("GET", url), stop);
    const AzureAnswer answer = co_await asking;
    if (answer.problem)
        co_return *answer.problem;
    co_return answer.body;
}

// The same identities on it, in whatever order and case.
bool sameIdentities(const ResourceIdentity &a, const ResourceIdentity &b)
{
    const auto covers = [](const ResourceIdentity &all, const ResourceIdentity &some) {
        return std::ranges::all_of(some.userAssigned,
                                   [&](const AttachedIdentity &one) { return all.find(one.resourceId); });
    };
    return a.systemObjectId == b.systemObjectId && covers(a, b) && covers(b, a);
}

std::optional<Problem> compareAfter(const AttachPlan &plan, const ResourceIdentity &after)
{
    for (const AttachedIdentity &former : plan.before.userAssigned) {
        if (after.find(former.resourceId))
            continue;
        const auto id = ResourceId::parse(former.resourceId);
        QJsonObject evidence = placeOf(plan.resource);
        evidence.insert(u"resourceId"_s, former.resourceId);
        evidence.insert(u"principal"_s, former.resourceId.section(u'/', -1));
        if (id)
            evidence.insert(u"command"_s, attachCommand(plan.resource, *id));
        return Problem(finding::identityDropped, evidence);
    }
    if (plan.before.hasSystemAssigned() && !after.hasSystemAssigned()) {
        QJsonObject evidence = placeOf(plan.resource);
        evidence.insert(u"principal"_s, plan.resource.name());
        evidence.insert(u"command"_s, attachCommand(plan.resource, std::nullopt));
        return Problem(finding::identityDropped, evidence);
    }
    const bool there =
        plan.identity ? after.find(plan.identity->toString()) != nullptr : after.hasSystemAssigned();
    if (there)
        return std::nullopt;
    QJsonObject evidence = placeOf(plan.resource);
    if (plan.identity)
        evidence.insert(u"resourceId"_s, plan.identity->toString());
    return Problem(finding::identityNotAttached, evidence);
}

} // namespace

QJsonObject attachmentBody(const ResourceIdentity &before, const std::optional<ResourceId> &identity)
{
    QJsonObject userAssigned;
    for (const AttachedIdentity &one : before.userAssigned)
        userAssigned.insert(one.resourceId, QJsonObject());
    if (identity && !before.find(identity->toString()))
        userAssigned.insert(identity->toString(), QJsonObject());
    QStringList types;
    if (before.hasSystemAssigned() || !identity)
        types.append(u"SystemAssigned"_s);
    if (!userAssigned.isEmpty())
        types.append(u"UserAssigned"_s);
    QJsonObject block{{u"type"_s, types.join(", "_L1)}};
    if (!userAssigned.isEmpty())
        block.insert(u"userAssignedIdentities"_s, userAssigned);
    return {{u"identity"_s, block}};
}

QCoro::Task<Result<AttachPlan>> planAttachment(Http http, std::shared_ptr<CredentialSource> credentials,
                                               AttachWish wish, std::stop_token stop)
{
    const ResourceId resource = identityHolder(wish.resource);
    const QString version = identityApiVersion(resource.type());
    if (wish.identity && !isUserAssignedIdentity(*wish.identity))
        co_return Problem(finding::identityNotUserAssigned, {{u"resourceId"_s, wish.identity->toString()}});
    if (version.isEmpty())
        co_return Problem(finding::resourceIdentityUnknown,
                          {{u"resource"_s, resource.toString()}, {u"what"_s, resource.type()}});

    AttachPlan plan{.resource = resource,
                    .identity = wish.identity,
                    .before = {},
                    .method = {},
                    .url = urlOf(resource, version),
                    .body = {},
                    .command = {},
                    .warnings = {}};
    auto readingResource = readResource(http, credentials, plan.url, stop);
    Result<QJsonObject> identityBody = QJsonObject();
    if (wish.identity) {
        auto readingIdentity =
            readResource(http, credentials, urlOf(*wish.identity, userAssignedIdentityApiVersion), stop);
        identityBody = co_await readingIdentity;
    }
    const auto body = co_await readingResource;
    if (!body)
        co_return body.problem();
    plan.before = ResourceIdentity::fromJson(body->value("identity"_L1));
    plan.needed =
        wish.identity ? !plan.before.find(wish.identity->toString()) : !plan.before.hasSystemAssigned();
    // An account can be allowed to use an identity but not to read it; an identity that is already attached
    // needs no check.
    if (!identityBody && plan.needed && identityBody.problem().findingId != finding::azureRightMissing)
        co_return identityBody.problem();
    if (plan.needed && wish.identity && identityBody) {
        const auto problem = regionProblem(*wish.identity, *identityBody, *body);
        if (problem)
            co_return *problem;
    }
    plan.offered = canBeChangedHere(resource);
    plan.command = attachCommand(resource, wish.identity);
    if (plan.needed) {
        plan.method = "PATCH";
        plan.body = attachmentBody(plan.before, wish.identity);
        plan.warnings = warningsFor(plan, *body);
    }
    co_return plan;
}

QCoro::Task<Result<Attachment>> attachIdentity(Http http, std::shared_ptr<CredentialSource> credentials,
                                               AttachPlan plan,
                                               std::function<void(AttachProgress)> onProgress,
                                               std::stop_token stop)
{
    Q_ASSERT(plan.offered);
    AttachProgress progress;
    onProgress(progress);
    auto readingBefore = readResource(http, credentials, plan.url, stop);
    const auto now = co_await readingBefore;
    if (!now)
        co_return now.problem();
    if (!sameIdentities(ResourceIdentity::fromJson(now->value("identity"_L1)), plan.before))
        co_return Problem(finding::attachPlanOutdated, placeOf(plan.resource));

    Attachment attachment;
    attachment.before = plan.before;
    if (plan.needed) {
        progress.step = AttachProgress::Step::Changing;
        onProgress(progress);
        Request request = azureRequest(plan.method, plan.url, plan.body);
        auto changing = askAzure(http, credentials, Resource::ResourceManager, std::move(request), stop);
        const AzureAnswer changed = co_await changing;
        if (changed.problem)
            co_return refusalOfChange(plan, changed);
        attachment.requestId = changed.reply.activityId();
        auto waiting = awaitOperation(http, credentials, changed.reply, onProgress, stop);
        const auto done = co_await waiting;
        if (!done)
            co_return done.problem();
    }

    progress.step = AttachProgress::Step::Verifying;
    onProgress(progress);
    auto readingAfter = readResource(http, credentials, plan.url, stop);
    const auto after = co_await readingAfter;
    if (!after)
        co_return after.problem();
    attachment.after = ResourceIdentity::fromJson(after->value("identity"_L1));
    const auto problem = compareAfter(plan, attachment.after);
    if (problem)
        co_return *problem;
    if (plan.identity)
        attachment.attached = *attachment.after.find(plan.identity->toString());
    else
        attachment.attached = {plan.resource.toString(), {}, attachment.after.systemObjectId};
    co_return attachment;
}

QJsonObject AttachPlan::toJson() const
{
    QJsonArray attached;
    for (const AttachedIdentity &one : before.userAssigned)
        attached.append(one.resourceId);
    QJsonArray said;
    for (const Problem &warning : warnings)
        said.append(
            QJsonObject{{u"finding"_s, warning.findingId.toString()}, {u"evidence"_s, warning.evidence}});
    const QJsonValue request = needed
        ? QJsonValue(QJsonObject{
              {u"method"_s, QString::fromLatin1(method)}, {u"url"_s, url.toString()}, {u"body"_s, body}})
        : QJsonValue();
    return {
        {u"resource"_s, resource.toString()},
        {u"identity"_s, identity ? QJsonValue(identity->toString()) : QJsonValue(u"system-assigned"_s)},
        {u"before"_s,
         QJsonObject{{u"systemAssigned"_s, before.hasSystemAssigned()}, {u"userAssigned"_s, attached}}},
        {u"needed"_s, needed},
        {u"offered"_s, offered},
        {u"request"_s, request},
        {u"command"_s, command.isEmpty() ? QJsonValue() : QJsonValue(command)},
        {u"warnings"_s, said},
    };
}

} // namespace signet
