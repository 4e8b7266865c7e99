#include "app/cli/administratorsignin.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "app/cli/plansaving.h"
#include "core/diagnosis/runner.h"
#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/identity/identityendpoint.h"
#include "core/report/planascode.h"
#include "core/report/planlayout.h"
#include "core/report/reportdocument.h"
#include "core/report/requestdocument.h"
#include "core/report/textlayout.h"
#include "core/result/nativepath.h"
#include "core/result/shellword.h"
#include "core/session/receiptstore.h"
#include "core/setup/draftprincipal.h"
#include "core/setup/makeplan.h"
#include "core/setup/request.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct SetupText {
    Q_DECLARE_TR_FUNCTIONS(SetupCommand)
};

struct SetupOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string principal; // by whatever is known of it
    std::string accessLevel = "express";
    std::vector<std::string> groups;
    std::vector<std::string> projects; // "NAME=ROLE"
    std::string as; // terraform, az, rest, portal; empty: the plan
    bool newIdentity = false; // Terraform creates the identity
    std::string request; // file with a request
    std::string reason; // id of a finding
    std::string file; // plan or receipt
    std::string out; // plan of `plan`, receipt of the others
    bool yes = false;
};

// What each of the commands works with.
struct Setting {
    Composition composition;
    SetupContext context;
};

QCoro::Task<Result<Setting>> enter(SetupOptions options, std::stop_token stop)
{
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return composed.problem();
    auto signingIn = signInForCommand(*composed, options.signIn, options.common, stop);
    auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return signedIn.problem();
    const SharedSignIn &administrator = *signedIn;
    const Http http(composed->sessionContext.host, composed->sessionContext.net);
    SetupContext context{http, administrator, administrator->account().label(), QUuid::createUuid()};
    Setting setting{std::move(*composed), std::move(context)};
    co_return setting;
}

void sayNote(const Console &console, const Problem &problem)
{
    const FindingText words = console.words(problem);
    const QStringList lines = wrapped(words.title + u". "_s + words.cause, console.style().width);
    for (const QString &line : lines)
        console.say(line);
}

// The text that names the principal, and what it is.
std::pair<QString, PrincipalText> principalAskedFor(const SetupOptions &options, const Question &question)
{
    if (!options.principal.empty())
        return {text(options.principal), PrincipalText::Anything};
    if (question.objectId)
        return {question.objectId->toString(), PrincipalText::ObjectId};
    if (question.resourceId)
        return {question.resourceId->toString(), PrincipalText::ResourceId};
    if (question.clientId)
        return {question.clientId->value.toString(), PrincipalText::ClientId};
    return {};
}

// The identity of this machine: the default one, where none was named.
QCoro::Task<Result<DraftPrincipalFound>> thisMachine(Http http, TokenQuestion question, std::stop_token stop)
{
    auto asking = askForToken(http, question, stop);
    const TokenAnswer answer = co_await asking;
    const std::optional<Claims> claims = answer.token ? answer.token->claims : std::nullopt;
    if (!claims)
        co_return Problem(finding::principalNotNamed);
    co_return draftPrincipal(*claims);
}

Result<QByteArray> readDocument(const Console &console, const std::string &path)
{
    return console.disk().readFile(text(path), setupDocumentLimit);
}

// The rights that the options name.
struct Wishes {
    AccessLevel accessLevel = AccessLevel::basic();
    QStringList groups = {};
    QList<ProjectWish> projects = {};
};
Result<Wishes> wishesOf(const SetupOptions &options)
{
    Wishes wishes;
    const auto level = AccessLevel::parse(text(options.accessLevel));
    if (!level)
        return level.problem();
    wishes.accessLevel = *level;
    for (const std::string &project : options.projects) {
        const auto wish = ProjectWish::parse(text(project));
        if (!wish)
            return wish.problem();
        wishes.projects.append(*wish);
    }
    for (const std::string &group : options.groups)
        wishes.groups.append(text(group));
    return wishes;
}

// A problem with a file names the file.
Problem about(const std::string &path, Problem problem)
{
    problem.evidence.insert(u"path"_s, text(path));
    return problem;
}

// A plan starts a receipt; a receipt continues itself.
struct Begun {
    Receipt receipt;
    bool isReceipt = false; // the file was one
    QByteArray content; // of the file
};
Result<Begun> begin(const Console &console, const std::string &path)
{
    const auto content = readDocument(console, path);
    if (!content)
        return content.problem();
    if (auto receipt = Receipt::fromJson(*content))
        return Begun{std::move(*receipt), true, *content};
    auto plan = Plan::fromJson(*content);
    if (!plan)
        return about(path, plan.problem());
    return Begun{Receipt::of(*plan, {}), false, *content};
}

// plan.json -> plan.receipt.json; a receipt is its own.
QString receiptPath(const QString &file, bool isReceipt, const QString &out)
{
    if (!out.isEmpty())
        return out;
    if (isReceipt)
        return file;
    return (file.endsWith(".json"_L1) ? file.chopped(5) : file) + u".receipt.json"_s;
}

Result<Begun> receiptOnly(const Console &console, const std::string &path)
{
    const auto content = readDocument(console, path);
    if (!content)
        return content.problem();
    auto receipt = Receipt::fromJson(*content);
    if (receipt)
        return Begun{std::move(*receipt), true, *content};
    Problem problem = about(path, receipt.problem());
    if (Plan::fromJson(*content)) {
        problem.evidence[u"reason"_s] = u"is-the-plan"_s;
        problem.evidence[u"receipt"_s] = receiptPath(text(path), false, {});
    }
    return problem;
}

SetupObserver observerOf(std::shared_ptr<Console> console, const ReceiptFile &receiptFile, const Plan &plan,
                         SetupDirection direction)
{
    SetupObserver observer;
    observer.record = [file = std::make_shared<ReceiptFile>(receiptFile)](const Receipt &receipt) {
        return file->save(receipt);
    };
    auto told = std::make_shared<int>(-1);
    observer.progress = [console, plan, told, direction](const SetupProgress &progress) {
        const ProgressDocument document = describe(plan, progress, direction);
        if (!document.step.isEmpty() && progress.step != *told) {
            *told = progress.step;
            console->status({});
            console->say(printable(document.step));
        }
        console->status(document.why.isEmpty() ? QString()
                                               : u"    %1. %2"_s.arg(document.why, document.next));
    };
    return observer;
}

// Talk takes no colours.
TextStyle plain(const Console &console)
{
    TextStyle style = console.style();
    style.colour = false;
    return style;
}

// Yes, or the exit code to end with.
QCoro::Task<std::optional<int>> unconfirmed(Console console, SetupOptions options, QString verb, Plan plan,
                                            QString shown, QString question, std::stop_token stop)
{
    if (options.yes)
        co_return std::nullopt;
    if (!console.mayAsk()) {
        const QJsonArray command{u"setup"_s, verb, text(options.file)};
        co_return console.fail(Problem(finding::confirmationNeeded,
                                       {{u"path"_s, plan.organization.toString()}, {u"command"_s, command}}));
    }
    const QStringList lines = shown.trimmed().split(u'\n');
    for (const QString &line : lines)
        console.say(line);
    auto asking = console.confirm(question, stop);
    const auto yes = co_await asking;
    if (!yes)
        co_return console.fail(yes.problem());
    if (*yes)
        co_return std::nullopt;
    console.say(SetupText::tr("Nothing was changed."));
    co_return exitcode::ready;
}

// --org names the organization that is meant, where somebody says it beside a file.
std::optional<Problem> otherOrganization(const SetupOptions &options, const OrganizationName &organization,
                                         const DraftPrincipal &principal)
{
    if (options.subject.organization.empty())
        return std::nullopt;
    const auto given = givenOrganization(text(options.subject.organization), Origin::option(u"--org"_s));
    if (!given)
        return given.problem();
    const OrganizationName &asked = given->value.name;
    if (asked == organization)
        return std::nullopt;
    return Problem(finding::planOtherOrganization,
                   {{u"organization"_s, asked.toString()}, {u"objectId"_s, principal.objectId.toString()}});
}

// --out names the plan or the receipt; what is shown goes to standard output.
void takeOut(SetupOptions *options)
{
    options->out = options->common.out;
    options->common.out.clear();
}

int finishReceipt(const Console &console, const SetupOutcome &outcome, const QString &path)
{
    int code = exitcode::ready;
    if (outcome.problem) {
        Problem problem = *outcome.problem;
        problem.evidence.insert(u"path"_s, path);
        code = console.fail(problem);
    }
    if (console.wantsJson())
        return console.finish(outcome.receipt.toJson(), code);
    QByteArray shown = receiptToText(describe(outcome.receipt), console.style()).toUtf8();
    // No file has it.
    if (outcome.problem && outcome.problem->findingId == finding::receiptNotKept)
        shown += '\n' + outcome.receipt.toJson();
    return console.finish(shown, code);
}

// Fills in what a request asks for, so that it is planned as if it were typed; beside it only the same
// organization can be named. Nothing where there is no request.
Result<std::optional<SetupRequest>> takeRequest(const Console &console, SetupOptions *options)
{
    std::optional<SetupRequest> nothing;
    if (options->request.empty())
        return nothing;
    const auto content = readDocument(console, options->request);
    if (!content)
        return content.problem();
    auto request = SetupRequest::fromText(*content);
    if (!request)
        return about(options->request, request.problem());
    const Draft &draft = request->draft;
    if (const auto other = otherOrganization(*options, draft.organization, draft.principal))
        return *other;
    options->subject.organization = draft.organization.url().toStdString();
    options->subject.objectId = draft.principal.objectId.toString().toStdString();
    options->accessLevel = draft.accessLevel.toString().toStdString();
    for (const QString &group : draft.groups)
        options->groups.push_back(group.toStdString());
    for (const ProjectWish &wish : draft.projects)
        options->projects.push_back(textOf(wish).toStdString());
    return std::optional(std::move(*request));
}

QCoro::Task<int> runSetupRequest(SetupOptions options, std::stop_token stop)
{
    const QString file = QString::fromStdString(options.common.out);
    options.common.out.clear();
    const Console console(options.common);
    const CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    auto composing = compose(input, stop);
    const auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    sayOrigins(console, *composed, Inputs::Both);
    const Question &question = composed->question;
    const auto organization = question.organizationName();
    if (!organization)
        co_return console.fail(Problem(finding::organizationMissing));
    const auto wishes = wishesOf(options);
    if (!wishes)
        co_return console.fail(wishes.problem());
    const FindingId reason = FindingId::fromText(text(options.reason));
    if (!options.reason.empty() && !findFinding(reason))
        co_return console.fail(Problem(finding::findingUnknown, {{u"value"_s, text(options.reason)}}));
    const SessionContext &context = composed->sessionContext;
    Result<DraftPrincipalFound> who = Problem();
    if (question.objectId) {
        who = DraftPrincipalFound{{*question.objectId, {}, {}, {}, {}, {}}, {}};
    } else {
        // No sign-in: whoever cannot administer the organization often has none for it.
        const Http http(context.host, context.net);
        TokenQuestion asked;
        if (question.clientId)
            asked.selector = IdentitySelector(question.clientId->value);
        else if (question.resourceId)
            asked.selector = IdentitySelector(*question.resourceId);
        auto asking = thisMachine(http, asked, stop);
        who = co_await asking;
    }
    if (!who)
        co_return console.fail(who.problem());
    const Draft draft{*organization, who->principal, wishes->accessLevel, wishes->groups, wishes->projects};
    const SetupRequest request{context.host.now().time_since_epoch().count(), reason, draft};
    if (!file.isEmpty()) {
        const auto there = contentAt(console, file);
        if (!there || (*there && !SetupRequest::fromText(**there)))
            co_return console.fail(Problem(finding::planFileIsAnother, {{u"path"_s, file}}));
        const auto written = console.disk().updateFile(file, request.toJson(), *there);
        if (!written)
            co_return console.fail(written.problem());
        console.say(
            SetupText::tr("The request is in %1. It holds no secret. Send it to an administrator of %2.")
                .arg(file, organization->toString()));
    }
    if (console.wantsJson())
        co_return console.finish(request.toJson(), exitcode::ready);
    const QString shown = file.isEmpty() ? requestMail(request, context.sandbox)
                                         : requestText(describe(request, context.sandbox));
    co_return console.finish(shown.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runSetupAnswer(SetupOptions options, std::stop_token)
{
    const Console console(options.common);
    const auto read = receiptOnly(console, options.file);
    if (!read)
        co_return console.fail(read.problem());
    if (const auto other =
            otherOrganization(options, read->receipt.plan.organization, read->receipt.plan.principal))
        co_return console.fail(*other);
    std::optional<RequestAnswer> answer;
    if (!options.request.empty()) {
        const auto content = readDocument(console, options.request);
        if (!content)
            co_return console.fail(content.problem());
        const auto request = SetupRequest::fromText(*content);
        if (!request)
            co_return console.fail(about(options.request, request.problem()));
        const auto compared = answerOf(*request, read->receipt);
        if (!compared)
            co_return console.fail(compared.problem());
        answer = *compared;
    }
    const bool isComplete = answer ? answer->isComplete : read->receipt.isComplete();
    const int code = isComplete ? exitcode::ready : exitcode::notReady;
    if (console.wantsJson()) {
        const QJsonObject json{
            {u"complete"_s, isComplete},
            {u"missing"_s, answer ? QJsonArray::fromStringList(answer->missing) : QJsonArray()},
            {u"organization"_s, read->receipt.plan.organization.toString()},
            {u"objectId"_s, read->receipt.plan.principal.objectId.toString()}};
        co_return console.finish(json, code);
    }
    const AnswerDocument document = describe(read->receipt, answer, sandboxOf(options.common));
    QString shown = receiptToText(describe(read->receipt), console.style()) + document.sentence + u'\n';
    for (const QString &right : document.missing)
        shown += SetupText::tr("Missing: %1").arg(right) + u'\n';
    shown += SetupText::tr("To check it here, run: %1").arg(document.next) + u'\n';
    co_return console.finish(shown.toUtf8(), code);
}

QCoro::Task<int> runSetupPlan(SetupOptions options, std::stop_token stop)
{
    // Code goes to --out as it is; else that is the plan file, and standard output shows what is in it.
    if (options.as.empty())
        takeOut(&options);
    const QString planFile = text(options.out);
    const Console console(options.common);
    const auto requested = takeRequest(console, &options);
    if (!requested)
        co_return console.fail(requested.problem());
    auto entering = enter(options, stop);
    auto setting = co_await entering;
    if (!setting)
        co_return console.fail(setting.problem());
    const Host &machine = setting->composition.sessionContext.host;
    if (const auto &request = *requested) {
        const auto fresh = checkAge(*request, machine.now().time_since_epoch().count());
        if (!fresh)
            co_return console.fail(fresh.problem());
    }
    sayOrigins(console, setting->composition, Inputs::Both);
    const Question &question = setting->composition.question;
    const auto organization = question.organizationName();
    if (!organization)
        co_return console.fail(Problem(finding::organizationMissing));
    const auto wishes = wishesOf(options);
    if (!wishes)
        co_return console.fail(wishes.problem());

    const Http http = setting->context.http;
    const auto [named, meaning] = principalAskedFor(options, question);
    Result<DraftPrincipalFound> principal = Problem();
    if (named.isEmpty()) {
        auto asking = thisMachine(http, TokenQuestion(), stop);
        principal = co_await asking;
    } else {
        PrincipalHints hints;
        hints.text = meaning;
        hints.attachments = PrincipalHints::Attachments::Leave;
        const std::shared_ptr<CredentialSource> administrator = setting->context.administrator;
        auto finding = findPrincipal(http, administrator, named, hints, stop);
        const PrincipalsFound found = co_await finding;
        principal = draftPrincipal(found);
    }
    if (!principal)
        co_return console.fail(principal.problem());
    for (const Problem &note : std::as_const(principal->notes))
        sayNote(console, note);

    const Draft draft{.organization = *organization,
                      .principal = principal->principal,
                      .accessLevel = wishes->accessLevel,
                      .groups = wishes->groups,
                      .projects = wishes->projects};
    const SetupContext context = setting->context;
    auto planning = makePlan(context, draft, stop);
    const auto plan = co_await planning;
    if (!plan)
        co_return console.fail(plan.problem());

    if (!planFile.isEmpty()) {
        const auto saved = savePlan(console, *plan, planFile);
        if (!saved)
            co_return console.fail(saved.problem());
    }
    const QString form = text(options.as);
    QString code;
    if (form == "terraform"_L1)
        code = planAsTerraform(*plan, options.newIdentity ? NewIdentity::Yes : NewIdentity::No);
    else if (form == "az"_L1)
        code = planAsAzureCli(*plan);
    else if (form == "rest"_L1)
        code = planAsRest(*plan);
    else if (form == "portal"_L1)
        code = planAsClicks(*plan).join(u'\n') + u'\n';
    if (!code.isEmpty())
        co_return console.finish(code.toUtf8(), exitcode::ready);
    if (console.wantsJson())
        co_return console.finish(plan->toJson(), exitcode::ready);
    if (planFile.isEmpty() && !plan->steps.isEmpty())
        console.say(
            SetupText::tr(
                "Nothing was changed. To apply the plan, run this again with --out plan.json, then run: %1")
                .arg(console.command(u"signet setup apply plan.json"_s)));
    const Requests requests = options.common.verbose ? Requests::Show : Requests::Hide;
    co_return console.finish(planToText(describe(*plan), console.style(), requests).toUtf8(),
                             exitcode::ready);
}

QCoro::Task<int> runSetupApply(SetupOptions options, std::stop_token stop)
{
    takeOut(&options);
    auto console = std::make_shared<Console>(options.common);
    auto begun = begin(*console, options.file);
    if (!begun)
        co_return console->fail(begun.problem());
    Receipt receipt = std::move(begun->receipt);
    if (const auto other = otherOrganization(options, receipt.plan.organization, receipt.plan.principal))
        co_return console->fail(*other);
    const QString path = receiptPath(text(options.file), begun->isReceipt, text(options.out));
    std::optional<QByteArray> there = begun->content;
    // An earlier run of the same plan left its receipt there; that of another plan is not overwritten.
    if (path != text(options.file)) {
        const auto content = contentAt(*console, path);
        if (!content)
            co_return console->fail(content.problem());
        there = *content;
        auto earlier = there ? Receipt::fromJson(*there) : Result<Receipt>(receipt);
        if (!earlier || earlier->plan.content() != receipt.plan.content())
            co_return console->fail(Problem(finding::receiptOfAnotherPlan, {{u"path"_s, path}}));
        if (there && !begun->isReceipt) {
            receipt = std::move(*earlier);
            console->say(SetupText::tr("Resuming from %1.").arg(nativePath(path)));
        }
    }
    if (receipt.isComplete()) {
        console->say(SetupText::tr("Nothing to do: every step is done."));
        co_return finishReceipt(*console, {receipt, std::nullopt}, path);
    }

    auto entering = enter(options, stop);
    auto setting = co_await entering;
    if (!setting)
        co_return console->fail(setting.problem());
    const SetupContext context = setting->context;
    receipt.appliedBy = context.administratorName;
    auto checking = checkPlan(context, receipt, stop);
    const auto note = co_await checking;
    if (!note)
        co_return finishReceipt(*console, {receipt, note.problem()}, path);
    if (*note)
        sayNote(*console, **note);
    const QString shown = planToText(describe(receipt.plan), plain(*console), Requests::Hide);
    const QString question = SetupText::tr("Apply %n step(s)?", nullptr, int(receipt.plan.steps.size()));
    auto asking = unconfirmed(*console, options, u"apply"_s, receipt.plan, shown, question, stop);
    const auto code = co_await asking;
    if (code)
        co_return *code;
    const ReceiptFile file(console->disk(), path, there);
    const SetupObserver observer = observerOf(console, file, receipt.plan, SetupDirection::Apply);
    auto applying = applyPlan(context, receipt, observer, stop);
    const SetupOutcome outcome = co_await applying;
    console->status({});
    if (!outcome.problem || outcome.problem->findingId != finding::receiptNotKept)
        console->say(SetupText::tr("The receipt is in %1. To undo the changes: %2")
                         .arg(path, console->command(u"signet setup undo "_s + shellWord(path))));
    co_return finishReceipt(*console, outcome, path);
}

QCoro::Task<int> runSetupUndo(SetupOptions options, std::stop_token stop)
{
    takeOut(&options);
    auto console = std::make_shared<Console>(options.common);
    auto read = receiptOnly(*console, options.file);
    if (!read)
        co_return console->fail(read.problem());
    const Receipt receipt = read->receipt;
    if (const auto other = otherOrganization(options, receipt.plan.organization, receipt.plan.principal))
        co_return console->fail(*other);
    auto entering = enter(options, stop);
    auto setting = co_await entering;
    if (!setting)
        co_return console->fail(setting.problem());
    const SetupContext context = setting->context;
    auto looking = planUndo(context, receipt, stop);
    const auto undo = co_await looking;
    if (!undo)
        co_return console->fail(undo.problem());
    const UndoDocument document = describe(receipt, *undo);
    const QString shown = undoToText(document, plain(*console));
    if (document.reverted == 0) {
        // Nothing is asked, and the receipt stays as it is: it records what was done, and this did nothing.
        console->say(SetupText::tr("Nothing was sent."));
        if (console->wantsJson())
            co_return console->finish(receipt.toJson(), exitcode::ready);
        co_return console->finish(undoToText(document, console->style()).toUtf8(), exitcode::ready);
    }
    if (undo->note && options.yes)
        sayNote(*console, *undo->note);
    const QString question = SetupText::tr("Undo %n step(s)?", nullptr, document.reverted);
    auto asking = unconfirmed(*console, options, u"undo"_s, receipt.plan, shown, question, stop);
    const auto code = co_await asking;
    if (code)
        co_return *code;
    const QString path = options.out.empty() ? text(options.file) : text(options.out);
    std::optional<QByteArray> there = read->content;
    if (path != text(options.file)) {
        const auto content = contentAt(*console, path);
        if (!content)
            co_return console->fail(content.problem());
        there = *content;
    }
    const ReceiptFile file(console->disk(), path, there);
    const SetupObserver observer = observerOf(console, file, receipt.plan, SetupDirection::Undo);
    auto undoing = undoReceipt(context, receipt, observer, stop);
    const SetupOutcome outcome = co_await undoing;
    console->status({});
    co_return finishReceipt(*console, outcome, path);
}

QCoro::Task<int> runSetupVerify(SetupOptions options, std::stop_token stop)
{
    const Console console(options.common);
    const auto read = receiptOnly(console, options.file);
    if (!read)
        co_return console.fail(read.problem());
    const Receipt &receipt = read->receipt;
    auto entering = enter(options, stop);
    auto setting = co_await entering;
    if (!setting)
        co_return console.fail(setting.problem());
    const SetupContext context = setting->context;
    auto verifying = verifyReceipt(context, receipt, {}, stop);
    const auto seen = co_await verifying;
    if (!seen)
        co_return console.fail(seen.problem());

    // As the identity itself, where this machine has it.
    std::optional<Report> own;
    TokenQuestion who;
    if (const auto clientId = ClientId::parse(receipt.plan.principal.clientId);
        clientId && receipt.plan.principal.kind == "user-assigned"_L1)
        who.selector = IdentitySelector(*clientId);
    auto asking = askForToken(context.http, who, stop);
    const TokenAnswer answer = co_await asking;
    const std::optional<Claims> claims = answer.token ? answer.token->claims : std::nullopt;
    if (claims
        && claims->objectId.compare(receipt.plan.principal.objectId.toString(), Qt::CaseInsensitive) == 0) {
        Question question;
        question.organization = Given<OrganizationInput>{
            {.name = receipt.plan.organization, .text = receipt.plan.organization.url()}};
        question.objectId = receipt.plan.principal.objectId;
        if (who.selector.clientId())
            question.clientId = Given<ClientId>{*who.selector.clientId()};
        for (const PlanStep &step : receipt.plan.steps + receipt.plan.present) {
            if (!step.project.isEmpty() && !question.projects.contains(step.project))
                question.projects.append(step.project);
        }
        auto diagnosing =
            diagnose(context.http, setting->composition.sessionContext.disk, question, stop, {});
        own = co_await diagnosing;
    }
    const bool ready = seen->holds() && (!own || own->verdict == Verdict::Ready);
    const int code = ready ? exitcode::ready : exitcode::notReady;
    if (console.wantsJson()) {
        QJsonObject json = verificationToJson(receipt, *seen);
        json.insert(u"verdict"_s, own ? QJsonValue(QString(toString(own->verdict))) : QJsonValue());
        co_return console.finish(json, code);
    }
    QString result = verificationToText(describe(receipt, *seen), console.style());
    result += ownViewWords(own ? std::optional(describe(*own).sentence) : std::nullopt) + u'\n';
    co_return console.finish(result.toUtf8(), code);
}

void addRightsOptions(CLI::App *command, SetupOptions &options)
{
    command
        ->add_option("--access-level", options.accessLevel,
                     QT_TRANSLATE_NOOP("CommandLine", "access level of the identity; express is Basic"))
        ->check(suggests({"express", "stakeholder", "advanced"}))
        ->type_name("LEVEL")
        ->capture_default_str()
        ->group("Rights");
    command
        ->add_option("--group", options.groups,
                     QT_TRANSLATE_NOOP("CommandLine", "group of the organization to join; can be repeated"))
        ->type_name("NAME")
        ->group("Rights");
    command
        ->add_option("--project", options.projects,
                     QT_TRANSLATE_NOOP(
                         "CommandLine",
                         "role in a project: reader, contributor, administrator, the name of a group, or "
                         "THING:ROLE, where THING is service-connections, library, environments, or "
                         "agent-queues; can be repeated"))
        ->type_name("NAME=ROLE")
        ->group("Rights");
}

void declareSetupRequest(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SetupOptions>();
    addSubjectOptions(command, options->subject);
    addRightsOptions(command, *options);
    command
        ->add_option("--reason", options->reason,
                     QT_TRANSLATE_NOOP("CommandLine", "finding to state as the reason, such as not-in-org"))
        ->type_name("FINDING")
        ->group("Rights");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupRequest);
}

void declareSetupPlan(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SetupOptions>();
    addSubjectOptions(command, options->subject);
    command
        ->add_option(
            "--principal", options->principal,
            QT_TRANSLATE_NOOP("CommandLine",
                              "the identity, by name, object id, client id, or resource id (default: "
                              "the identity of this machine)"))
        ->excludes(command->get_option("--object-id"))
        ->excludes(command->get_option("--client-id"))
        ->excludes(command->get_option("--resource-id"))
        ->type_name("TEXT")
        ->group("Identity");
    addRightsOptions(command, *options);
    command
        ->add_option(
            "--request", options->request,
            QT_TRANSLATE_NOOP(
                "CommandLine",
                "request to plan: a file from signet setup request, or a saved message that contains one"))
        ->excludes(command->get_option("--principal"))
        ->excludes(command->get_option("--object-id"))
        ->excludes(command->get_option("--client-id"))
        ->excludes(command->get_option("--resource-id"))
        ->excludes(command->get_option("--access-level"))
        ->excludes(command->get_option("--group"))
        ->excludes(command->get_option("--project"))
        ->type_name("FILE")
        ->group("Identity");
    command
        ->add_option("--as", options->as,
                     QT_TRANSLATE_NOOP("CommandLine", "print the plan in this form instead"))
        ->check(oneOf({"terraform", "az", "rest", "portal"}))
        ->type_name("FORM")
        ->group("Output");
    command
        ->add_flag(
            "--new-identity", options->newIdentity,
            QT_TRANSLATE_NOOP("CommandLine", "with --as terraform: also create the user-assigned identity"))
        ->group("Output");
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupPlan);
}

// Of the commands that work with a plan or a receipt.
std::shared_ptr<SetupOptions> addFileOptions(CLI::App *command, const char *file)
{
    const auto options = std::make_shared<SetupOptions>();
    command->add_option("file", options->file, file)->required()->type_name("FILE");
    command
        ->add_option(
            "--org", options->subject.organization,
            QT_TRANSLATE_NOOP("CommandLine", "expected organization; fail if the file is for another one"))
        ->type_name("URL");
    return options;
}

void addYes(CLI::App *command, SetupOptions &options)
{
    command->add_flag("--yes", options.yes, QT_TRANSLATE_NOOP("CommandLine", "do not ask for confirmation"));
}

void declareSetupApply(CLI::App *command, Invocation *invocation)
{
    const auto options = addFileOptions(command, QT_TRANSLATE_NOOP("CommandLine", "plan or receipt"));
    addYes(command, *options);
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupApply);
}

void declareSetupAnswer(CLI::App *command, Invocation *invocation)
{
    const auto options = addFileOptions(command, QT_TRANSLATE_NOOP("CommandLine", "receipt"));
    command
        ->add_option(
            "--request", options->request,
            QT_TRANSLATE_NOOP("CommandLine", "request that the receipt answers; also list missing rights"))
        ->type_name("FILE");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupAnswer);
}

void declareSetupVerify(CLI::App *command, Invocation *invocation)
{
    const auto options = addFileOptions(command, QT_TRANSLATE_NOOP("CommandLine", "receipt"));
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupVerify);
}

void declareSetupUndo(CLI::App *command, Invocation *invocation)
{
    const auto options = addFileOptions(command, QT_TRANSLATE_NOOP("CommandLine", "receipt"));
    addYes(command, *options);
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSetupUndo);
}

} // namespace

extern const Command setupGroup{
    .path = "setup",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Adds an identity to an organization, verifies the change, and undoes it"),
};

extern const Command setupPlanCommand{
    .path = "setup plan",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Shows what adding the identity would change, and writes a plan file (--out)"),
    .examples = "signet setup plan --org https://dev.azure.com/contoso --principal id-terraform \\\n"
                "    --project Fabrikam-Fiber=contributor --out plan.json",
    .declare = declareSetupPlan,
};

extern const Command setupRequestCommand{
    .path = "setup request",
    .about = QT_TRANSLATE_NOOP(
        "CommandLine", "Asks an administrator to add the identity: prints a message, or writes a file"),
    .examples = "signet setup request --org https://dev.azure.com/contoso \\\n"
                "    --project Fabrikam-Fiber=contributor --out request.json",
    .notes = QT_TRANSLATE_NOOP("CommandLine",
                               "No sign-in is needed. The administrator opens the request with signet setup "
                               "plan --request FILE and sends back the receipt."),
    .declare = declareSetupRequest,
};

extern const Command setupAnswerCommand{
    .path = "setup answer",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Shows what an administrator's receipt put in place, and what is missing"),
    .examples = "signet setup answer plan.receipt.json",
    .declare = declareSetupAnswer,
};

extern const Command setupApplyCommand{
    .path = "setup apply",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Applies a plan step by step, or resumes from a receipt"),
    .examples = "signet setup apply plan.json",
    .notes = QT_TRANSLATE_NOOP("CommandLine",
                               "Each step is recorded in the receipt, PLAN.receipt.json, before it is sent."),
    .declare = declareSetupApply,
};

extern const Command setupVerifyCommand{
    .path = "setup verify",
    .about =
        QT_TRANSLATE_NOOP("CommandLine", "Checks that the changes recorded in a receipt are still in place"),
    .examples = "signet setup verify plan.receipt.json",
    .declare = declareSetupVerify,
};

extern const Command setupUndoCommand{
    .path = "setup undo",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Reverts exactly the changes that a receipt records"),
    .examples = "signet setup undo plan.receipt.json",
    .declare = declareSetupUndo,
};

} // namespace signet
