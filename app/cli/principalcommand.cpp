#include "app/cli/administratorsignin.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "core/devops/organizationprobe.h"
#include "core/findings/findingtext.h"
#include "core/principal/attachidentity.h"
#include "core/principal/principalsearch.h"
#include "core/report/principallayout.h"
#include "core/result/organization.h"
#include "core/result/printable.h"
#include "core/result/reason.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct PrincipalOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string text; // to look for, or the identity to attach
    std::string kind = "anything"; // of the text
    std::vector<std::string> subscriptions;
    std::string to; // resource id
    bool dryRun = false;
    bool yes = false;
};

TextStyle withoutColour(const Console &console)
{
    TextStyle style = console.style();
    style.colour = false;
    return style;
}

void sayLines(const Console &console, const QString &text)
{
    const QStringList lines = text.trimmed().split(u'\n');
    for (const QString &line : lines)
        console.say(line);
}

// The tenant that the organization is connected to; nothing where it does not tell.
QCoro::Task<std::optional<TenantId>> tenantOf(Http http, std::optional<OrganizationName> organization,
                                              std::stop_token stop)
{
    if (!organization)
        co_return std::nullopt;
    auto probing = probeTenant(http, *organization, stop);
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

// The identity to attach, found by whatever was typed.
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

QCoro::Task<int> runPrincipalFind(PrincipalOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;
    sayOrigins(console, composition, Inputs::Organization);

    PrincipalHints hints;
    hints.text = principalTextFromString(text(options.kind)).value_or(PrincipalText::Anything);
    for (const std::string &subscription : options.subscriptions) {
        if (!isGuid(text(subscription)))
            co_return console.fail(
                Problem(finding::inputNotAGuid,
                        {{u"value"_s, text(subscription)},
                         {u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "subscription id"))},
                         {u"variable"_s, u"--subscription"_s}}));
        hints.subscriptions.append(text(subscription).toLower());
    }
    auto signingIn = signInForCommand(composition, options.signIn, options.common, stop);
    const auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return console.fail(signedIn.problem());
    const SharedSignIn &administrator = *signedIn;

    const Http http(composition.sessionContext.host, composition.sessionContext.net);
    auto probing = tenantOf(http, composition.question.organizationName(), stop);
    hints.tenant = co_await probing;
    auto finding = findPrincipal(http, administrator, text(options.text), hints, stop);
    const PrincipalsFound found = co_await finding;
    int code = exitcode::ready;
    if (found.problem) {
        const QList<Problem> refusals = found.refusals();
        for (const Problem &refusal : refusals) {
            if (refusal != *found.problem)
                sayLines(console, noteToText(console.words(refusal), withoutColour(console)));
        }
        code = console.fail(*found.problem);
    }
    if (console.wantsJson())
        co_return console.finish(found.toJson(), code);
    if (found.candidates.isEmpty())
        co_return code;
    const PrincipalsDocument document = describe(found, sandboxOf(options.common));
    co_return console.finish(principalsToText(document, console.style()).toUtf8(), code);
}

QCoro::Task<int> runPrincipalAttach(PrincipalOptions options, std::stop_token stop)
{
    Console console(options.common);
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
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

    const Http http(composed->sessionContext.host, composed->sessionContext.net);
    auto choosing = identityToAttach(http, administrator, text(options.text), stop);
    const auto identity = co_await choosing;
    if (!identity)
        co_return console.fail(identity.problem());
    const AttachWish wish{.resource = *resource, .identity = *identity};
    auto planning = planAttachment(http, administrator, wish, stop);
    const auto plan = co_await planning;
    if (!plan)
        co_return console.fail(plan.problem());

    const AttachDocument document = describe(*plan, sandboxOf(options.common));
    const QString shown = attachToText(document, withoutColour(console));
    QJsonObject json = plan->toJson();
    json.insert(u"attached"_s, !plan->needed);
    const auto finish = [&](const QString &result, int code) {
        return console.wantsJson() ? console.finish(json, code) : console.finish(result.toUtf8(), code);
    };
    if (!plan->needed) {
        console.say(document.nothingToDo);
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
        sayLines(console, shown);
        auto asking = console.confirm(document.question, stop);
        const auto yes = co_await asking;
        if (!yes)
            co_return console.fail(yes.problem());
        if (!*yes) {
            console.say(CommandLine::tr("Nothing was changed."));
            co_return exitcode::ready;
        }
    }

    const auto onProgress = [&console](AttachProgress progress) {
        if (progress.step == AttachProgress::Step::Waiting)
            console.status(attachProgressWords(progress));
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
    const QString result = attachedToText(describe(*plan, *attachment), console.style());
    co_return finish(result, exitcode::ready);
}

void declarePrincipalFind(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<PrincipalOptions>();
    command
        ->add_option("text", options->text,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "name or the start of it, object id, client id, or resource id (of an "
                                       "identity, or of the machine or app that it is attached to)"))
        ->type_name("TEXT")
        ->required();
    command
        ->add_option("--kind", options->kind,
                     QT_TRANSLATE_NOOP("CommandLine", "what the text is (default: detected from its format)"))
        ->check(oneOf({"anything", "name", "object-id", "client-id", "resource-id"}))
        ->type_name("KIND");
    command
        ->add_option("--subscription", options->subscriptions,
                     QT_TRANSLATE_NOOP("CommandLine", "search only this subscription; can be repeated"))
        ->type_name("GUID");
    command
        ->add_option("--org", options->subject.organization,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "organization whose tenant the identity must belong to (default: from "
                                       "the current profile, then AZDO_ORG_SERVICE_URL)"))
        ->type_name("URL");
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runPrincipalFind);
}

void declarePrincipalAttach(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<PrincipalOptions>();
    command
        ->add_option(
            "identity", options->text,
            QT_TRANSLATE_NOOP("CommandLine",
                              "user-assigned identity, by name or any of its ids, or system-assigned"))
        ->type_name("IDENTITY")
        ->required();
    command
        ->add_option("--to", options->to,
                     QT_TRANSLATE_NOOP("CommandLine", "resource id of the virtual machine or scale set"))
        ->type_name("RESOURCE_ID")
        ->required();
    command->add_flag("--dry-run", options->dryRun,
                      QT_TRANSLATE_NOOP("CommandLine", "show the change and its command without making it"));
    command->add_flag("--yes", options->yes, QT_TRANSLATE_NOOP("CommandLine", "do not ask for confirmation"));
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runPrincipalAttach);
}

} // namespace

extern const Command principalGroup{
    .path = "principal",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Finds identities in Entra and Azure, and attaches them to machines"),
};

extern const Command principalFindCommand{
    .path = "principal find",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Finds an identity by name, by any of its ids, or by what it is attached to"),
    .examples = "signet principal find id-terraform",
    .declare = declarePrincipalFind,
};

extern const Command principalAttachCommand{
    .path = "principal attach",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Attaches an identity to a machine without detaching the ones it has"),
    .examples = "signet principal attach id-terraform --to "
                "/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/"
                "Microsoft.Compute/virtualMachines/vm-build",
    .declare = declarePrincipalAttach,
};

} // namespace signet
