#include "core/report/principaldocument.h"

#include "core/diagnosis/kindwords.h"
#include "core/findings/catalogue.h"
#include "core/findings/sandboxcommand.h"
#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct PrincipalTexts {
    Q_DECLARE_TR_FUNCTIONS(Principal)
};

FindingText noteOf(const Problem &problem, const QString &sandbox)
{
    return describe(problem, sandbox);
}

QString lastSegment(const QString &resourceId)
{
    return resourceId.section(u'/', -1);
}

QStringList identitiesOn(const ResourceIdentity &resource)
{
    QStringList names;
    if (resource.hasSystemAssigned())
        names.append(PrincipalTexts::tr("system-assigned identity"));
    for (const AttachedIdentity &one : resource.userAssigned)
        names.append(lastSegment(one.resourceId));
    return names;
}

QString listed(const QStringList &names)
{
    return names.isEmpty() ? PrincipalTexts::tr("no identity") : names.join(u", "_s);
}

QString identityName(const AttachPlan &plan)
{
    return plan.identity ? plan.identity->name() : PrincipalTexts::tr("the system-assigned identity");
}

} // namespace

QString principalKindWords(PrincipalKind kind)
{
    return principalKindWords(QString(toString(kind)));
}

QString principalKindWords(const QString &kind)
{
    if (kind == toString(PrincipalKind::Agent))
        return PrincipalTexts::tr("Entra agent identity");
    if (kind == toString(PrincipalKind::Other))
        return PrincipalTexts::tr("other service principal");
    return identityKindWords(kind);
}

PrincipalDocument describe(const Principal &principal)
{
    PrincipalDocument document;
    document.name =
        outgoingLine(principal.displayName.isEmpty() ? principal.objectId : principal.displayName);
    document.kind = principalKindWords(principal.kind);
    document.objectId = principal.objectId;
    QStringList names;
    for (const QString &resource : principal.attachedTo)
        names.append(lastSegment(resource));
    document.attachedTo = outgoingLine(names.join(u", "_s));
    const auto add = [&document](const QString &label, const QString &value, bool isId) {
        if (!value.isEmpty())
            document.rows.append({label, outgoingLine(value), isId});
    };
    add(PrincipalTexts::tr("Kind"), document.kind, false);
    add(PrincipalTexts::tr("Object id"), principal.objectId, true);
    add(PrincipalTexts::tr("Client id"), principal.clientId, true);
    add(PrincipalTexts::tr("Tenant"), principal.tenantId, true);
    add(PrincipalTexts::tr("Resource id"), principal.resourceId, true);
    if (principal.enabled)
        add(PrincipalTexts::tr("Enabled"),
            *principal.enabled ? PrincipalTexts::tr("yes") : PrincipalTexts::tr("no"), false);
    for (qsizetype i = 0; i < principal.attachedTo.size(); ++i)
        add(i == 0 ? PrincipalTexts::tr("Attached to") : QString(), principal.attachedTo[i], true);
    return document;
}

PrincipalsDocument describe(const PrincipalsFound &found, const QString &sandbox)
{
    PrincipalsDocument document;
    for (const Principal &principal : found.candidates)
        document.principals.append(describe(principal));
    if (found.truncated())
        document.more =
            PrincipalTexts::tr("There are more results. Type more of the name to narrow them down.");
    const QList<Problem> problems = found.notes + found.refusals();
    for (const Problem &problem : problems)
        document.notes.append(noteOf(problem, sandbox));
    return document;
}

AttachDocument describe(const AttachPlan &plan, const QString &sandbox)
{
    AttachDocument document;
    document.identity = identityName(plan);
    document.resource = plan.resource.name();
    document.stays = identitiesOn(plan.before);
    document.command = plan.command;
    document.rows = {{PrincipalTexts::tr("Resource"), plan.resource.toString(), true},
                     {PrincipalTexts::tr("Has now"), listed(document.stays)},
                     {PrincipalTexts::tr("To attach"), document.identity}};
    if (plan.needed) {
        document.rows.append({PrincipalTexts::tr("Request"),
                              QString::fromLatin1(plan.method) + u' ' + plan.url.toString(), true});
        document.rows.append(
            {{}, QString::fromUtf8(QJsonDocument(plan.body).toJson(QJsonDocument::Compact)), true});
    }
    document.rows.append(
        {PrincipalTexts::tr("Command"),
         plan.command.isEmpty()
             ? PrincipalTexts::tr("none: the Azure CLI cannot do this without removing other identities")
             : plan.command,
         !plan.command.isEmpty()});
    for (const Problem &warning : plan.warnings)
        document.warnings.append(noteOf(warning, sandbox));
    if (!plan.needed)
        document.nothingToDo =
            PrincipalTexts::tr("Nothing to do: %1 already has %2.").arg(document.resource, document.identity);
    document.question = PrincipalTexts::tr("Attach %1 to %2?").arg(document.identity, document.resource);
    return document;
}

QString attachProgressWords(const AttachProgress &progress)
{
    return PrincipalTexts::tr("Azure is applying the change (%1 s).").arg(progress.waited.count());
}

AttachedDocument describe(const AttachPlan &plan, const Attachment &attachment)
{
    AttachedDocument document;
    document.sentence =
        PrincipalTexts::tr("Attached %1 to %2, which now has: %3.")
            .arg(identityName(plan), plan.resource.name(), listed(identitiesOn(attachment.after)));
    document.rows.append({PrincipalTexts::tr("Object id"), attachment.attached.objectId, true});
    if (!attachment.attached.clientId.isEmpty())
        document.rows.append({PrincipalTexts::tr("Client id"), attachment.attached.clientId, true});
    document.remark =
        PrincipalTexts::tr("It can take a few minutes until the machine gets tokens for this identity.");
    return document;
}

} // namespace signet
