#pragma once

#include "core/findings/findingtext.h"
#include "core/principal/attachidentity.h"
#include "core/principal/principalsearch.h"
#include "core/report/documentrow.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// "system-assigned identity", "Entra agent identity"
QString principalKindWords(PrincipalKind kind);
// The same for the word that a plan has for it (core/setup/draft.h).
QString principalKindWords(const QString &kind);

// A principal in words.
struct PrincipalDocument {
    QString name; // display name, else the object id
    QString kind;
    QString objectId;
    QString attachedTo; // names of the resources it is on, in one line; may be empty
    QList<DocumentRow> rows; // kind, ids, resources; in reading order, only what is known
};
PrincipalDocument describe(const Principal &principal);

// What a search found.
struct PrincipalsDocument {
    QList<PrincipalDocument> principals; // best first
    QString more; // where there are more than are shown: what to do; else empty
    // What is to be said although something was found, then the services that refused.
    QList<FindingText> notes;
};
// In the sandbox (the value of --sandbox) commands stay there.
PrincipalsDocument describe(const PrincipalsFound &found, const QString &sandbox);

// What attaching an identity to a resource would change.
struct AttachDocument {
    QString identity; // "id-terraform", "the system-assigned identity"
    QString resource; // name
    QStringList stays; // identities that are on the resource and stay
    QList<DocumentRow> rows;
    QString command; // of the Azure CLI; empty where it has none that keeps what is there
    QList<FindingText> warnings;
    QString nothingToDo; // where it is attached already; else empty
    QString question; // "Attach id-terraform to vm-build?"
};
AttachDocument describe(const AttachPlan &plan, const QString &sandbox);

// "Azure is applying the change (5 s)."
QString attachProgressWords(const AttachProgress &progress);

// What came of it.
struct AttachedDocument {
    QString sentence;
    QList<DocumentRow> rows;
    QString remark;
};
AttachedDocument describe(const AttachPlan &plan, const Attachment &attachment);

} // namespace signet
