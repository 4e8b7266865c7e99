#pragma once

#include "core/principal/azureanswer.h"
#include "core/principal/principal.h"
#include "core/result/identifiers.h"

#include <QCoroTask>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// How to interpret the text of a search.
enum class PrincipalText {
    Anything, // told by its form; a GUID is looked up as every kind of id
    Name, // of the principal, or of a resource that identities are attached to; its beginning is enough
    ObjectId,
    ClientId,
    ResourceId, // of a user-assigned identity, or of a resource whose identities are wanted
};
// "anything", "name", "object-id", "client-id", "resource-id"
QLatin1StringView toString(PrincipalText text);
// Nothing for a word that is unknown.
std::optional<PrincipalText> principalTextFromString(QStringView word);

struct PrincipalHints {
    enum class Attachments { LookUp, Leave };

    PrincipalText text = PrincipalText::Anything;
    // GUIDs; empty: every subscription that the person may read. Where these are given, their identities are
    // listed when the search over all resources does not answer or finds nothing (it lags behind).
    QStringList subscriptions;
    // The organization's tenant: a principal of another tenant does not work there, and this is reported.
    std::optional<TenantId> tenant;
    Attachments attachments = Attachments::LookUp;
};

// One query to a service, with all its pages.
struct PrincipalQuestion {
    PrincipalSource service = PrincipalSource::MicrosoftGraph;
    QString what; // operation: "servicePrincipals", "directoryObjects/getByIds", "resources" ...
    int pages = 0; // requests that were sent
    bool truncated = false; // there is more behind a limit, or a later page failed
    std::optional<Problem> problem; // why it gave nothing, or not all

    QJsonObject toJson() const;
};

// The result of a search.
struct PrincipalsFound {
    QString text; // that was searched for
    PrincipalText meant = PrincipalText::Anything; // after its form was looked at
    // All that fit, the best first: the very name before names that only begin with the text.
    QList<Principal> candidates;
    QList<PrincipalQuestion> asked;
    // What is to be said although something was found, or why the text is not what it is taken for.
    // Mistakes that are corrected carry the right id as objectId and suggestion:
    //   wrong-object-id         a client id or the object id of an app registration in place of the object id
    //                           {value, what, objectId, clientId, principal}
    //   principal-other-tenant  {principal, tenantId, organizationTenantId}
    //   principal-disabled, principal-kind-refused {principal, objectId}
    //   identity-deleted        still named on the resource, and gone {resourceId, vm, resourceGroup}
    QList<Problem> notes;
    // Why there is no candidate; nothing where there is one.
    //   principal-not-found     {value, what, known: the services that were asked and did not know it}
    //   resource-without-identity {resourceId, vm, resourceGroup}
    //   service-principal-missing the app registration is there, its service principal is not {clientId}
    //   principal-deleted       {value, principal, clientId}
    //   principal-is-person     {value, principal}
    //   input-not-a-guid, input-not-a-resource-id, run-stopped
    // and what askAzure() says, where nobody could be asked.
    std::optional<Problem> problem;

    bool truncated() const;
    // The refusals among `asked`: where it could not be looked.
    QList<Problem> refusals() const;
    QJsonObject toJson() const;
};

// Finds service principals through Microsoft Graph and Azure Resource Manager, side by side, with as few
// requests as the text allows. One of the two may refuse: the other's answers are kept, and `asked` tells
// what is missing.
//
//   name             2: Graph by name, Resource Graph by name; +1 for attachments of user-assigned identities
//   object id        2: Graph by id, Resource Graph by id
//   client id        3: Graph by id, then by client id, and Resource Graph; 2 when it is said to be one
//   app registration 3: the same, by the client id that it has
//   identity         2: the identity itself, Resource Graph for what it is attached to
//   other resource   1 to 2: the resource, then its system-assigned identity for the client id
//
// A system-assigned identity that only Resource Manager knows costs one more, for its client id. Of a list,
// pages are read until there are 2,000 rows, at most ten; of all answers together, 16 MiB.
QCoro::Task<PrincipalsFound> findPrincipal(Http http, std::shared_ptr<CredentialSource> credentials,
                                           QString text, PrincipalHints hints, std::stop_token stop);

} // namespace signet
