#pragma once

#include "core/principal/azureanswer.h"
#include "core/principal/resourceidentity.h"
#include "core/result/identifiers.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QCoroTask>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

struct AttachWish {
    ResourceId resource; // that gets the identity
    std::optional<ResourceId> identity = {}; // a user-assigned one; nothing: the system-assigned one
};

// What attaching would change, and how. Made from what is there now; applied only to that.
struct AttachPlan {
    ResourceId resource; // a scale set in place of its instance
    std::optional<ResourceId> identity; // user-assigned; nothing: the system-assigned one
    ResourceIdentity before;
    bool needed = true; // false: it is attached already, and there is nothing to do
    // Whether attachIdentity() does it. It does for virtual machines and scale sets; everything else is for
    // the command, or the portal where there is none.
    bool offered = false;
    // The request. Its body names every identity that is there, so that none is dropped.
    QByteArray method;
    QUrl url;
    QJsonObject body;
    QString command; // of the Azure CLI, which does the same; empty where it has none
    // What is to be said before:
    //   attach-changes-default  programs that name no identity get another one afterwards, or none
    //                           {vm, resourceGroup, principal: who answers now, expectedClientId}
    //   scale-set-not-upgraded  instances get it by an upgrade only {vm, resourceGroup}
    QList<Problem> warnings;

    QJsonObject toJson() const;
};

// Reads the resource and, where one is named, the identity: two requests, one for the system-assigned. Fails
// with what findProblem() says of either, or
//   identity-not-user-assigned  the id names something else {resourceId}
//   identity-region-isolated    it may only be used in its own region {principal, what, known}
//   resource-identity-unknown   no interface is known for the type of the resource {resource, what}
QCoro::Task<Result<AttachPlan>> planAttachment(Http http, std::shared_ptr<CredentialSource> credentials,
                                               AttachWish wish, std::stop_token stop);

// How far it is. Waiting: Azure works on it, `waited` so far.
struct AttachProgress {
    enum class Step { Reading, Changing, Waiting, Verifying };
    Step step = Step::Reading;
    std::chrono::seconds waited{0};
};

struct Attachment {
    ResourceIdentity before;
    ResourceIdentity after;
    // Of the identity that was attached; the client id of a system-assigned one is not told here.
    AttachedIdentity attached;
    QString requestId; // of the change
};

// Does what the plan says: reads once more, sends, waits for Azure's operation (ten minutes at most), reads
// again and compares. Nothing is sent when the resource has changed since the plan was made. Fails with what
// findProblem() says, or
//   identity-assign-denied     no right to use the identity, or to change the resource {permission, resource}
//   attach-plan-outdated       {resource}
//   azure-operation-failed     {serviceCode, serviceMessage}
//   azure-operation-slow       it goes on in Azure {seconds}
//   identity-not-attached      Azure took the request, and the identity is not there
//   identity-dropped           an identity that was there is not any more {resourceId: which, command}
QCoro::Task<Result<Attachment>> attachIdentity(Http http, std::shared_ptr<CredentialSource> credentials,
                                               AttachPlan plan,
                                               std::function<void(AttachProgress)> onProgress,
                                               std::stop_token stop);

// The body that adds to what is there: {"identity":{"type","userAssignedIdentities"}}.
QJsonObject attachmentBody(const ResourceIdentity &before, const std::optional<ResourceId> &identity);

} // namespace signet
