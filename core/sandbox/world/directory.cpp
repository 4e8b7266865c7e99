#include "core/sandbox/world/directory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QString domainOf(const Person &person)
{
    return person.userPrincipalName.section(u'@', 1);
}

Application publicClient(const QString &name, const QString &clientId, const QStringList &redirectUris)
{
    Application application;
    application.name = name;
    application.clientId = clientId;
    application.publicClient = true;
    application.redirectUris = redirectUris;
    return application;
}

} // namespace

bool sameName(QStringView a, QStringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool isIn(const Person &person, const QString &tenantId)
{
    return sameName(person.tenantId, tenantId) || person.guestOf.contains(tenantId, Qt::CaseInsensitive);
}

QString objectIdIn(const Person &person, const QString &tenantId)
{
    return sameName(person.tenantId, tenantId) ? person.objectId
                                               : stableGuid(person.objectId + tenantId.toLower());
}

const Person *personIn(const World &world, const QString &tenantId, const QString &objectId)
{
    const auto found = std::find_if(world.persons.begin(), world.persons.end(), [&](const Person &person) {
        return isIn(person, tenantId) && sameName(objectIdIn(person, tenantId), objectId);
    });
    return found == world.persons.end() ? nullptr : &*found;
}

const Person *personNamed(const World &world, const QString &userPrincipalName)
{
    const auto found = std::find_if(world.persons.begin(), world.persons.end(), [&](const Person &person) {
        return sameName(person.userPrincipalName, userPrincipalName);
    });
    return found == world.persons.end() ? nullptr : &*found;
}

const Person *administratorOf(const World &world)
{
    const auto found = std::find_if(world.persons.begin(), world.persons.end(), [&](const Person &person) {
        return sameName(person.objectId, world.administrator);
    });
    return found == world.persons.end() ? nullptr : &*found;
}

QString userPrincipalNameIn(const World &world, const Person &person, const QString &tenantId)
{
    if (sameName(person.tenantId, tenantId))
        return person.userPrincipalName;
    const Tenant *tenant = world.tenant(tenantId);
    return QString(person.userPrincipalName).replace(u'@', u'_') + u"#EXT#@"_s
        + (tenant ? domainsOf(world, *tenant).constFirst() : tenantId);
}

QStringList domainsOf(const World &world, const Tenant &tenant)
{
    QStringList domains{QString(tenant.name).remove(u' ').toLower() + u".onmicrosoft.com"_s};
    for (const Person &person : world.persons) {
        if (sameName(person.tenantId, tenant.id) && !domains.contains(domainOf(person), Qt::CaseInsensitive))
            domains.append(domainOf(person));
    }
    return domains;
}

const Tenant *tenantNamed(const World &world, const QString &name)
{
    if (const Tenant *tenant = world.tenant(name))
        return tenant;
    const auto found = std::find_if(world.tenants.begin(), world.tenants.end(), [&](const Tenant &tenant) {
        return domainsOf(world, tenant).contains(name, Qt::CaseInsensitive);
    });
    return found == world.tenants.end() ? nullptr : &*found;
}

std::optional<Application> applicationNamed(const World &world, const QString &clientId)
{
    for (const Application &application : world.applications) {
        if (sameName(application.clientId, clientId))
            return application;
    }
    static const Application microsofts[] = {
        publicClient(u"Microsoft Azure CLI"_s, u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s,
                     {u"http://localhost"_s}),
        publicClient(u"Microsoft Azure PowerShell"_s, u"1950a258-227b-4e31-a9cf-717495945fc2"_s,
                     {u"http://localhost"_s}),
        publicClient(u"Visual Studio"_s, u"872cd9fa-d31f-45e0-9eab-6e460a02d1f1"_s, {u"http://localhost"_s}),
    };
    for (const Application &application : microsofts) {
        if (sameName(application.clientId, clientId))
            return application;
    }
    return std::nullopt;
}

} // namespace signet::sandbox
