#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QString entitlementResource(const QString &type, const QString &arguments)
{
    return u"resource \"%1\" \"build\" {\n%2}\n"_s.arg(type, arguments);
}

void wrongObjectId(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    const QString clientId = scenario->world.identities.front().clientId;
    scenario->asked.insert(u"objectId"_s, clientId);
    addConfigurationFile(scenario, u"members.tf"_s,
                         entitlementResource(u"azuredevops_service_principal_entitlement"_s,
                                             u"  origin_id = \"%1\"\n"_s.arg(clientId)));
}

void userEntitlementForServicePrincipal(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    addConfigurationFile(scenario, u"members.tf"_s,
                         entitlementResource(u"azuredevops_user_entitlement"_s,
                                             u"  principal_name = \"%1\"\n"_s.arg(machineObjectId)));
}

void stakeholderLicence(Scenario *scenario)
{
    if (Member *member = identityMember(&scenario->world))
        member->accessLevel = u"stakeholder"_s;
}

void licenceBasicAlias(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    addConfigurationFile(scenario, u"members.tf"_s,
                         entitlementResource(u"azuredevops_service_principal_entitlement"_s,
                                             u"  origin_id            = \"%1\"\n"
                                             "  account_license_type = \"basic\"\n"_s.arg(machineObjectId)));
}

void licenceNotAssignable(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    Organization &organization = scenario->world.organizations.front();
    organization.freeBasicSeats = 2; // Jane Doe and John Roe
    organization.paidBasicSeats = 0;
}

void groupRuleNotApplied(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    addBuilders(&scenario->world.organizations.front());
}

void addUsersDenied(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
    scenario->world.administrator = colleagueObjectId;
}

void graphListEmpty(Scenario *scenario)
{
    scenario->world.organizations.front().emptyGraphPages = 2;
}

constexpr ScenarioRow membershipRows[] = {
    {.name = "wrong-object-id"_L1,
     .title = "The client id of the identity is given where its object id belongs",
     .change = wrongObjectId},
    {.name = "user-entitlement-for-sp"_L1,
     .title = "The identity is to be added as if it were a person",
     .change = userEntitlementForServicePrincipal},
    {.name = "entitlement-replication-delay"_L1,
     .title = "Adding the identity was refused a minute after it was made; the next try went through",
     .outcome = Outcome::ReadyWithWarning,
     .error = "Error: Creating service principal entitlement: (5000) VS403283: Could not add user "
              "'a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4' at this time."},
    {.name = "stakeholder-licence"_L1,
     .title = "The identity is a member with the access level Stakeholder",
     .change = stakeholderLicence},
    {.name = "licence-basic-alias"_L1,
     .title = "The access level is written basic, which creating does not know",
     .change = licenceBasicAlias},
    {.name = "licence-not-assignable"_L1,
     .title = "Every Basic seat of the organization is taken, and adding was refused",
     .error =
         "Error: Creating service principal entitlement: (5005) Failed to assign license Account-Express to "
         "identity with id a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4.",
     .change = licenceNotAssignable},
    {.name = "group-rule-not-applied"_L1,
     .title = "The identity is in an Entra group that contoso uses, and not a member",
     .change = groupRuleNotApplied},
    {.name = "add-users-denied"_L1,
     .title = "The signed-in administrator is not allowed to add members",
     .error =
         "Error: Creating service principal entitlement: (5032) Access Denied: John Roe needs the following "
         "permission(s) on the resource Users to perform this action: Add Users",
     .change = addUsersDenied},
    {.name = "ui-picker-cannot-find"_L1,
     .title = "The page Users did not offer the identity, because it is named like its machine",
     .outcome = Outcome::ReadyWithNote,
     .error = "Add new users: No identities found"},
    {.name = "graph-list-empty"_L1,
     .title = "A script listed the service principals, saw an empty first page, and stopped there",
     .outcome = Outcome::ReadyWithNote,
     .error = "HTTP/1.1 200 OK\r\nX-MS-ContinuationToken: Mg\r\n\r\n{\"count\":0,\"value\":[]}",
     .change = graphListEmpty},
};

} // namespace

std::span<const ScenarioRow> membershipScenarios()
{
    return membershipRows;
}

} // namespace signet::sandbox
