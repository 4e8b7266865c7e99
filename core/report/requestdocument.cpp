#include "core/report/requestdocument.h"

#include "core/findings/findingtext.h"
#include "core/findings/sandboxcommand.h"
#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct RequestText {
    Q_DECLARE_TR_FUNCTIONS(SetupRequest)
};

// The plan that would be made if none of it were there yet.
Plan wholePlan(const Draft &draft)
{
    Plan plan{0,  {},   draft.organization, {}, {}, draft.principal, {}, draft.accessLevel, std::nullopt, {},
              {}, false};
    PlanStep member;
    member.accessLevel = draft.accessLevel.toString();
    plan.steps.append(member);
    for (const QString &group : draft.groups) {
        PlanStep step;
        step.kind = PlanStep::Kind::AddToGroup;
        step.group = group.contains(u'\\') ? group : u"[%1]\\%2"_s.arg(draft.organization.toString(), group);
        plan.steps.append(step);
    }
    for (const ProjectWish &wish : draft.projects) {
        PlanStep step;
        step.project = wish.project;
        step.kind = wish.roleScope.isEmpty() ? PlanStep::Kind::AddToGroup : PlanStep::Kind::AssignRole;
        step.group = wish.roleScope.isEmpty() ? u"[%1]\\%2"_s.arg(wish.project, wish.group) : QString();
        step.roleScope = wish.roleScope;
        step.role = wish.role;
        plan.steps.append(step);
    }
    return plan;
}

void addRow(QList<DocumentRow> *rows, const QString &label, const QString &value, bool isId)
{
    if (!value.isEmpty())
        rows->append({label, outgoingLine(value), isId});
}

} // namespace

RequestDocument describe(const SetupRequest &request, const QString &sandbox)
{
    const DraftPrincipal &who = request.draft.principal;
    const Plan plan = wholePlan(request.draft);
    const PlanDocument planned = describe(plan);
    RequestDocument document;
    document.heading =
        RequestText::tr("Add %1 to %2").arg(outgoingLine(plan.principalName()), plan.organization.toString());
    if (!request.reason.isEmpty())
        document.why = describe(Problem(request.reason,
                                        {{u"organization"_s, plan.organization.toString()},
                                         {u"principal"_s, plan.principalName()}}))
                           .title;
    addRow(&document.subject, RequestText::tr("Organization"), plan.organization.url(), false);
    addRow(&document.subject, RequestText::tr("Identity"), who.name, false);
    addRow(&document.subject, RequestText::tr("Object id"), who.objectId.toString(), true);
    addRow(&document.subject, RequestText::tr("Client id"), who.clientId, true);
    addRow(&document.subject, RequestText::tr("Tenant"), who.tenantId, true);
    addRow(&document.subject, RequestText::tr("Resource id"), who.resourceId, true);
    addRow(&document.subject, RequestText::tr("Requested at"),
           QDateTime::fromSecsSinceEpoch(request.createdAt, Qt::UTC).toString(Qt::ISODate), false);
    document.rights = planned.steps;
    const auto command = [&sandbox](const QString &text) { return inSandbox(text, sandbox); };
    document.how = {
        RequestText::tr(
            "Save this message, or the file you received, as request.txt. To see what would change:"),
        command(u"signet setup plan --request request.txt --out plan.json"_s),
        RequestText::tr("To apply it:"),
        command(u"signet setup apply plan.json"_s),
        RequestText::tr("To undo it later:"),
        command(u"signet setup undo plan.receipt.json"_s),
        RequestText::tr("To answer this request, send back the receipt, plan.receipt.json.")};
    return document;
}

QString requestText(const RequestDocument &document)
{
    using Kind = StepDocument::Detail::Kind;
    QStringList lines{document.heading, {}};
    if (!document.why.isEmpty())
        lines << RequestText::tr("Why: %1.").arg(document.why) << QString();
    for (const DocumentRow &row : document.subject)
        lines.append(u"%1: %2"_s.arg(row.label, row.value));
    lines << QString() << RequestText::tr("What is requested:");
    for (const StepDocument &right : document.rights) {
        lines.append(u"- "_s + right.title);
        for (const Kind kind : {Kind::Grants, Kind::Costs}) {
            for (const StepDocument::Detail &detail : right.details) {
                if (detail.kind == kind)
                    lines.append(u"  %1: %2"_s.arg(detail.label, detail.text));
            }
        }
    }
    lines << QString() << document.how;
    return QString::fromUtf8(outgoingText(lines.join(u'\n') + u'\n'));
}

QString requestMail(const SetupRequest &request, const QString &sandbox)
{
    return requestText(describe(request, sandbox)) + u'\n' + QString::fromLatin1(request.toMailBlock());
}

AnswerDocument describe(const Receipt &receipt, const std::optional<RequestAnswer> &answer,
                        const QString &sandbox)
{
    AnswerDocument document;
    const QString who = outgoingLine(receipt.plan.principalName());
    const QString where = receipt.plan.organization.toString();
    const bool isComplete = answer ? answer->isComplete : receipt.isComplete();
    document.sentence = isComplete
        ? RequestText::tr("According to the receipt, everything requested for %1 is in place in %2.")
              .arg(who, where)
        : RequestText::tr("According to the receipt, some of what was requested for %1 is missing in %2.")
              .arg(who, where);
    if (answer) {
        for (const QString &right : answer->missing)
            document.missing.append(outgoingLine(right));
    }
    document.next = inSandbox(u"signet diagnose --org "_s + receipt.plan.organization.url(), sandbox);
    return document;
}

} // namespace signet
