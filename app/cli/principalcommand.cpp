#include "app/cli/administratorsignin.h"
#include "app/cli/commands.h"
#include "app/cli/origins.h"
#include "core/devops/organization.h"
#include "core/devops/organizationprobe.h"
#include "core/findings/findingtext.h"
#include "core/principal/attachidentity.h"
#include "core/principal/principalsearch.h"
#include "core/report/observationwords.h"
#include "core/report/textlayout.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int labelWidth = 14;
// More of them are a list to choose from, a line each.
constexpr qsizetype mostInFull = 10;

QString row(const QString &label, const QString &value)
{
    return value.isEmpty() ? QString() : padded(label, labelWidth) + printable(value) + u'\n';
}

QString kindWords(PrincipalKind kind)
{
    if (kind == PrincipalKind::Agent)
        return u"agent identity of Entra"_s;
    return kind == PrincipalKind::Other ? u"other service principal"_s : identityKindWords(toString(kind));
}

// A finding as a paragraph: what it is, why, and what to do.
QString paragraph(const Console &console, const Problem &problem)
{
    const FindingText words = console.words(problem);
    QStringList lines = wrapped(words.title + u". "_s + words.cause, console.style().width);
    for (const FindingText::Step &step : words.fix) {
        lines.append(u"  "_s + step.text);
        if (!step.command.isEmpty())
            lines.append(u"  $ "_s + step.command);
    }
    QString text = u"\n"_s;
    for (const QString &line : std::as_const(lines))
        text += printable(line) + u'\n';
    return text;
}

void sayParagraph(const Console &console, const Problem &problem)
{
    const QStringList lines = paragraph(console, problem).trimmed().split(u'\n');
    for (const QString &line : lines)
        console.say(line);
}

QString inFull(const Principal &principal)
{
    QString text =
        printable(principal.displayName.isEmpty() ? principal.objectId : principal.displayName) + u'\n';
    text += row(u"  kind"_s, kindWords(principal.kind));
    text += row(u"  object id"_s, principal.objectId);
    text += row(u"  client id"_s, principal.clientId);
    text += row(u"  tenant"_s, principal.tenantId);
    text += row(u"  resource id"_s, principal.resourceId);
    if (principal.enabled)
        text += row(u"  enabled"_s, *principal.enabled ? u"yes"_s : u"no"_s);
    for (qsizetype i = 0; i < principal.attachedTo.size(); ++i)
        text += row(i == 0 ? u"  attached to"_s : u" "_s, principal.attachedTo[i]);
    return text;
}

QString foundText(const Console &console, const PrincipalsFound &found)
{
    QString text;
    if (found.candidates.size() > mostInFull) {
        for (const Principal &principal : found.candidates)
            text += padded(printable(principal.displayName), 40) + u' ' + principal.objectId + u"  "_s
                + kindWords(principal.kind) + u'\n';
    } else {
        for (const Principal &principal : found.candidates)
            text += (text.isEmpty() ? QString() : u"\n"_s) + inFull(principal);
    }
    if (found.truncated())
        text += u"\nThere are more; a longer beginning of the name finds fewer.\n"_s;
    for (const Problem &note : found.notes)
        text += paragraph(console, note);
    const QList<Problem> refusals = found.refusals();
    for (const Problem &refusal : refusals)
        text += paragraph(console, refusal);
    return text;
}

// The tenant that the organization is connected to; nothing where it does not tell.
QCoro::Task<std::optional<TenantId>> tenantOf(Http http, QString organization, std::stop_token stop)
{
    const auto input = parseOrganization(organization);
    if (!input)
        co_return std::nullopt;
    auto probing = probeTenant(http, input->name, stop);
    const OrganizationTenantSeen seen = co_await probing;
    co_return seen.tenantId;
}

// The one user-assigned identity that a person names for attaching; nothing for the system-assigned one.
Result<std::optional<ResourceId>> chosen(const PrincipalsFound &found)
{
    if (found.candidates.isEmpty())
        return found.problem.value_or(Problem(finding::principalNotFound, {{u"value"_s, found.text}}));
    QList<Principal> identities;
    for (const Principal &candidate : found.candidates) {
        if (candidate.kind == PrincipalKind::UserAssigned)
            identities.append(candidate);
    }
    if (identities.isEmpty())
        return Problem(finding::identityNotUserAssigned,
                       {{u"resourceId"_s, found.candidates.first().displayName}});
    // A name that is exactly the text is meant, though others begin with it.
    QList<Principal> exact = identities;
    exact.removeIf([&found](const Principal &principal) {
        return principal.displayName.compare(found.text, Qt::CaseInsensitive) != 0;
    });
    if (found.meant == PrincipalText::Name && !exact.isEmpty())
        identities = exact;
    if (identities.size() > 1) {
        QStringList known;
        for (const Principal &identity : std::as_const(identities))
            known.append(identity.displayName + u' ' + identity.objectId);
        return Problem(finding::principalAmbiguous,
                       {{u"value"_s, found.text}, {u"known"_s, QJsonArray::fromStringList(known)}});
    }
    const auto id = ResourceId::parse(identities.first().resourceId);
    if (!id)
        return id.problem();
    return std::optional(*id);
}

QString nameOf(const std::optional<ResourceId> &identity)
{
    return identity ? identity->name() : u"the system-assigned identity"_s;
}

QString thereNow(const ResourceIdentity &identity)
{
    QStringList names;
    if (identity.hasSystemAssigned())
        names.append(u"system-assigned"_s);
    for (const AttachedIdentity &one : identity.userAssigned)
        names.append(one.resourceId.section(u'/', -1));
    return names.isEmpty() ? u"no identity"_s : names.join(u", "_s);
}

QString planText(const Console &console, const AttachPlan &plan)
{
    QString text = row(u"Resource"_s, plan.resource.toString());
    text += row(u"There now"_s, thereNow(plan.before));
    text += row(u"To attach"_s, nameOf(plan.identity));
    if (plan.needed) {
        text += row(u"Request"_s, QString::fromLatin1(plan.method) + u' ' + plan.url.toString());
        text += row(u" "_s, QString::fromUtf8(QJsonDocument(plan.body).toJson(QJsonDocument::Compact)));
    }
    text += row(u"Command"_s, plan.command);
    if (plan.command.isEmpty())
        text += row(u"Command"_s, u"the Azure CLI has none that keeps what is there"_s);
    for (const Problem &warning : plan.warnings)
        text += paragraph(console, warning);
    return text;
}

// Who is to be attached, found by whatever was typed.
QCoro::Task<Result<std::optional<ResourceId>>> identityToAttach(Http http, SharedSignIn administrator,
                                                                QString typed, std::stop_token stop)
{
    if (typed == "system-assigned"_L1)
        co_return std::optional<ResourceId>();
    if (typed.startsWith(u'/')) {
        const auto id = ResourceId::parse(typed);
        if (!id)
            co_return id.problem();
        co_return std::optional(*id);
    }
    PrincipalHints hints;
    hints.attachments = PrincipalHints::Attachments::Leave;
    auto finding = findPrincipal(http, administrator, typed, hints, stop);
    const PrincipalsFound found = co_await finding;
    co_return chosen(found);
}

} // namespace

QCoro::Task<int> runPrincipalFind(PrincipalOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;
    sayOrigins(console, composition, Inputs::Organization);

    PrincipalHints hints;
    hints.text = principalTextFromString(text(options.kind)).value_or(PrincipalText::Anything);
    for (const std::string &subscription : options.subscriptions) {
        if (!isGuid(text(subscription)))
            co_return console.fail(Problem(finding::inputNotAGuid,
                                           {{u"value"_s, text(subscription)},
                                            {u"what"_s, u"subscription id"_s},
                                            {u"variable"_s, u"--subscription"_s}}));
        hints.subscriptions.append(text(subscription).toLower());
    }
    auto signingIn = signInForCommand(composition, options.signIn, options.common, stop);
    const auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return console.fail(signedIn.problem());
    const SharedSignIn &administrator = *signedIn;

    const Http http(composition.surroundings.host, composition.surroundings.net);
    auto probing = tenantOf(http, composition.question.organization, stop);
    hints.tenant = co_await probing;
    auto finding = findPrincipal(http, administrator, text(options.text), hints, stop);
    const PrincipalsFound found = co_await finding;
    int code = exitcode::ready;
    if (found.problem) {
        const QList<Problem> refusals = found.refusals();
        for (const Problem &refusal : refusals) {
            if (refusal != *found.problem)
                sayParagraph(console, refusal);
        }
        code = console.fail(*found.problem);
    }
    if (console.wantsJson())
        co_return console.finish(found.toJson(), code);
    if (found.candidates.isEmpty())
        co_return code;
    co_return console.finish(foundText(console, found).toUtf8(), code);
}

QCoro::Task<int> runPrincipalAttach(PrincipalOptions options, std::stop_token stop)
{
    Console console(options.common);
    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const auto resource = ResourceId::parse(text(options.to));
    if (!resource) {
        Problem problem = resource.problem();
        problem.evidence.insert(u"variable"_s, u"--to"_s);
        co_return console.fail(problem);
    }
    auto signingIn = signInForCommand(*composed, options.signIn, options.common, stop);
    const auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return console.fail(signedIn.problem());
    const SharedSignIn &administrator = *signedIn;

    const Http http(composed->surroundings.host, composed->surroundings.net);
    auto choosing = identityToAttach(http, administrator, text(options.text), stop);
    const auto identity = co_await choosing;
    if (!identity)
        co_return console.fail(identity.problem());
    const AttachWish wish{.resource = *resource, .identity = *identity};
    auto planning = planAttachment(http, administrator, wish, stop);
    const auto plan = co_await planning;
    if (!plan)
        co_return console.fail(plan.problem());

    const QString shown = planText(console, *plan);
    QJsonObject json = plan->toJson();
    json.insert(u"attached"_s, !plan->needed);
    const auto finish = [&](const QString &result, int code) {
        return console.wantsJson() ? console.finish(json, code) : console.finish(result.toUtf8(), code);
    };
    if (!plan->needed) {
        console.say(u"Nothing to do: %1 is on %2 already."_s.arg(nameOf(*identity), plan->resource.name()));
        co_return finish(shown, exitcode::ready);
    }
    if (options.dryRun)
        co_return finish(shown, exitcode::ready);
    if (!plan->offered) {
        console.fail(Problem(finding::attachNotOffered,
                             {{u"what"_s, plan->resource.type()},
                              {u"resourceId"_s, text(options.text)},
                              {u"resource"_s, plan->resource.toString()}}));
        co_return finish(shown, exitcode::failure);
    }
    if (!options.yes) {
        if (!console.mayAsk()) {
            const QJsonArray command{u"principal"_s, u"attach"_s, text(options.text), u"--to"_s,
                                     plan->resource.toString()};
            co_return console.fail(Problem(finding::confirmationNeeded,
                                           {{u"path"_s, plan->resource.name()}, {u"command"_s, command}}));
        }
        const QStringList lines = shown.trimmed().split(u'\n');
        for (const QString &line : lines)
            console.say(line);
        if (!console.confirm(u"Attach %1 to %2?"_s.arg(nameOf(*identity), plan->resource.name()))) {
            console.say(u"Nothing was changed."_s);
            co_return exitcode::ready;
        }
    }

    const auto onProgress = [&console](AttachProgress progress) {
        if (progress.step == AttachProgress::Step::Waiting)
            console.status(u"Azure works on it: %1 s."_s.arg(progress.waited.count()));
    };
    auto attaching = attachIdentity(http, administrator, *plan, onProgress, stop);
    const auto attachment = co_await attaching;
    console.status({});
    if (!attachment)
        co_return console.fail(attachment.problem());
    json[u"attached"_s] = true;
    json.insert(u"objectId"_s, attachment->attached.objectId);
    json.insert(u"clientId"_s,
                attachment->attached.clientId.isEmpty() ? QJsonValue()
                                                        : QJsonValue(attachment->attached.clientId));
    QString result = u"Attached %1 to %2. There are now: %3.\n"_s.arg(printable(nameOf(*identity)),
                                                                      printable(plan->resource.name()),
                                                                      printable(thereNow(attachment->after)));
    result += row(u"Object id"_s, attachment->attached.objectId);
    result += row(u"Client id"_s, attachment->attached.clientId);
    result += u"The machine may need some minutes until it gets tokens for it.\n"_s;
    co_return finish(result, exitcode::ready);
}

} // namespace signet
