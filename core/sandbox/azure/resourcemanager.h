#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

#include <QHash>
#include <QJsonObject>
#include <QList>

namespace signet::sandbox {

struct BearerToken;

// Azure Resource Manager (management.azure.com):
//
//   GET   tenants, subscriptions, subscriptions/{s}
//   GET   subscriptions/{s}/resourceGroups[/{g}], .../resources
//   GET   subscriptions/{s}[/resourceGroups/{g}]/providers/{namespace}/{type}      a list
//   GET   {resource}            with its `identity` block; a user-assigned identity with its ids
//   PATCH {resource}, PUT       the identity block of a machine, an app ...
//   GET   {resource}/providers/Microsoft.ManagedIdentity/identities/default
//   POST  {user-assigned identity}/listAssociatedResources                         2022-01-31-preview
//   POST  providers/Microsoft.ResourceGraph/resources                              see resourcegraph.h
//   GET   subscriptions/{s}/providers/Microsoft.Compute/locations/{l}/operations/{id}
//
// Resources are World::machine, World::resources, and the user-assigned identities among
// World::identities. Who may do what is World::azureRoles. Lists have 100 entries a page and "nextLink".
//
// An identity block that is sent changes what is attached, and with it what the metadata service
// answers: `type` None, SystemAssigned, UserAssigned or "SystemAssigned, UserAssigned". A type without
// UserAssigned removes every user-assigned identity; SystemAssigned that was off makes a new service
// principal, and switching it off deletes it. Assumed of PATCH: those listed are added, null removes,
// and those that are not listed stay (a merge, as the documentation of Compute has it for null); PUT
// replaces the list. A virtual machine answers 200, scale sets, container apps and container groups 202;
// both with Azure-AsyncOperation, which is asked once in vain and then says Succeeded. The change is
// in force as soon as it was accepted.
class ResourceManager {
public:
    explicit ResourceManager(World *world);

    ServerResponse answer(const ServerRequest &request);

private:
    struct Target;
    struct Caller;
    struct Operation {
        QString resourceId;
        bool asked = false;
    };

    ServerResponse route(const Caller &caller, const ServerRequest &request);
    ServerResponse tenants(const Caller &caller) const;
    ServerResponse subscriptions(const Caller &caller, const ServerRequest &request) const;
    ServerResponse groups(const Caller &caller, const ServerRequest &request, const QString &subscriptionId,
                          const QString &group) const;
    ServerResponse list(const Caller &caller, const ServerRequest &request, const QString &scope,
                        const QString &type) const;
    ServerResponse resource(const Caller &caller, const ServerRequest &request, const QString &id);
    ServerResponse change(const Caller &caller, const ServerRequest &request, const Target &target);
    ServerResponse defaultIdentity(const Caller &caller, const QString &id) const;
    ServerResponse associatedResources(const Caller &caller, const ServerRequest &request,
                                       const QString &id) const;
    ServerResponse operation(const ServerRequest &request, const QString &id);
    ServerResponse graph(const Caller &caller, const ServerRequest &request) const;

    std::vector<Subscription> allSubscriptions() const;
    std::optional<Subscription> subscription(const QString &id) const;
    std::vector<Target> targets() const;
    std::optional<Target> target(const QString &id) const;
    bool may(const Caller &caller, const QString &scope, AzureRole::Level level) const;
    ServerResponse forbidden(const Caller &caller, const QString &action, const QString &scope) const;
    QJsonObject document(const Target &target) const;
    QJsonObject identityBlock(const Target &target) const;

    World *m_world;
    QHash<QString, Operation> m_operations;
    int m_requests = 0; // numbers the request ids
};

} // namespace signet::sandbox
