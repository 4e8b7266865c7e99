#pragma once

#include "core/result/given.h"
#include "core/result/identifiers.h"

#include <QString>

#include <variant>

namespace signet {

// Which identity is requested. An endpoint accepts at most one selector; without one the platform
// chooses: the system-assigned identity, else the only user-assigned one, else it refuses.
class IdentitySelector {
public:
    IdentitySelector() = default; // none
    explicit IdentitySelector(ClientId id, const Origin &origin = {})
        : m_id(id)
        , m_origin(origin)
    {
    }
    explicit IdentitySelector(ObjectId id, const Origin &origin = {})
        : m_id(id)
        , m_origin(origin)
    {
    }
    explicit IdentitySelector(ResourceId id, const Origin &origin = {})
        : m_id(std::move(id))
        , m_origin(origin)
    {
    }

    bool isNone() const { return std::holds_alternative<std::monostate>(m_id); }
    const ClientId *clientId() const { return std::get_if<ClientId>(&m_id); }
    const ObjectId *objectId() const { return std::get_if<ObjectId>(&m_id); }
    const ResourceId *resourceId() const { return std::get_if<ResourceId>(&m_id); }

    // The id as text; empty without selector.
    QString text() const;
    // The variable it was taken from, "ARM_CLIENT_ID"; empty when somebody named it.
    QString variable() const { return m_origin.isVariable() ? m_origin.name : QString(); }

    friend bool operator==(const IdentitySelector &, const IdentitySelector &) = default;

private:
    std::variant<std::monostate, ClientId, ObjectId, ResourceId> m_id;
    Origin m_origin;
};

} // namespace signet
