#pragma once

#include <QAnyStringView>
#include <QLatin1StringView>
#include <QString>

namespace signet {

// The name of a check, "devops.membership": dotted, and never renamed.
class CheckId {
public:
    constexpr explicit CheckId(QLatin1StringView id)
        : m_id(id)
    {
    }

    QString toString() const { return m_id; }

    friend bool operator==(CheckId a, CheckId b) { return a.m_id == b.m_id; }
    friend bool operator==(CheckId a, QAnyStringView b) { return QAnyStringView(a.m_id) == b; }

private:
    QLatin1StringView m_id;
};

// Those that another check, a report or a window names; the others are spelled in their stage alone.
namespace check {
inline constexpr CheckId machineHost{QLatin1StringView("machine.host")};
inline constexpr CheckId machineInstance{QLatin1StringView("machine.instance")};
inline constexpr CheckId identityToken{QLatin1StringView("identity.token")};
inline constexpr CheckId tokenAudience{QLatin1StringView("token.audience")};
inline constexpr CheckId tokenLifetime{QLatin1StringView("token.lifetime")};
inline constexpr CheckId tokenIdentity{QLatin1StringView("token.identity")};
inline constexpr CheckId tokenTenant{QLatin1StringView("token.tenant")};
inline constexpr CheckId organizationExists{QLatin1StringView("organization.exists")};
inline constexpr CheckId organizationTenant{QLatin1StringView("organization.tenant")};
inline constexpr CheckId devopsConnection{QLatin1StringView("devops.connection")};
inline constexpr CheckId devopsMembership{QLatin1StringView("devops.membership")};
inline constexpr CheckId devopsGroups{QLatin1StringView("devops.groups")};
inline constexpr CheckId devopsRights{QLatin1StringView("devops.rights")};
inline constexpr CheckId devopsProjects{QLatin1StringView("devops.projects")};
inline constexpr CheckId errorText{QLatin1StringView("error.text")};
inline constexpr CheckId terraformConfiguration{QLatin1StringView("terraform.configuration")};
inline constexpr CheckId terraformVersion{QLatin1StringView("terraform.version")};
inline constexpr CheckId terraformCredential{QLatin1StringView("terraform.credential")};
inline constexpr CheckId terraformSignIn{QLatin1StringView("terraform.signin")};
inline constexpr CheckId terraformOrganization{QLatin1StringView("terraform.organization")};
inline constexpr CheckId terraformConnection{QLatin1StringView("terraform.connection")};
} // namespace check

} // namespace signet
