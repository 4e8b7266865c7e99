#pragma once

#include "core/sandbox/world/world.h"

#include <QString>
#include <QStringList>

namespace signet::sandbox {

// Who is who in the tenants of a world, as Entra, Microsoft Graph and Resource Manager see it.

// Ids, names and addresses of Azure compare without case.
bool sameName(QStringView a, QStringView b);

// Whether the tenant is the person's home, or has invited the person.
bool isIn(const Person &person, const QString &tenantId);
// Of the person's user object in that tenant; every tenant has one of its own.
QString objectIdIn(const Person &person, const QString &tenantId);
// By the object id in that tenant; nothing when the tenant has no such person.
const Person *personIn(const World &world, const QString &tenantId, const QString &objectId);
const Person *personNamed(const World &world, const QString &userPrincipalName);
// World::administrator.
const Person *administratorOf(const World &world);
// How the tenant calls the person: the name of home, or that of a guest.
QString userPrincipalNameIn(const World &world, const Person &person, const QString &tenantId);

// The first is "contoso.onmicrosoft.com", made of the tenant's name; the others are those of its people.
QStringList domainsOf(const World &world, const Tenant &tenant);
// By id or by one of its domains.
const Tenant *tenantNamed(const World &world, const QString &name);

// An application by its client id: one of the world, or one of Microsoft's own public clients (Azure CLI,
// Azure PowerShell, Visual Studio), which every tenant knows.
std::optional<Application> applicationNamed(const World &world, const QString &clientId);

} // namespace signet::sandbox
