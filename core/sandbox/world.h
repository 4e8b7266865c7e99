#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace signet::sandbox {

// The simulated Azure as plain data. Every id is a GUID in lower case with hyphens; ids compare
// without case. What the services answer is computed from this and from nothing else.

struct Tenant {
    QString id;
    QString name;
    qint64 createdAt = 1500000000; // epoch seconds
};

// A managed identity: its service principal in the tenant.
struct ManagedIdentity {
    enum class Kind { SystemAssigned, UserAssigned };

    Kind kind = Kind::SystemAssigned;
    QString name;
    QString tenantId;
    QString objectId; // of the service principal
    QString clientId;
    QString resourceId; // in Azure Resource Manager: of the machine, or of the user-assigned identity
};

// The machine whose metadata service is simulated.
struct Machine {
    enum class Kind { VirtualMachine, ScaleSet };

    Kind kind = Kind::VirtualMachine;
    QString name;
    QString vmId;
    QString resourceGroup;
    QString subscriptionId;
    QString location;
    QString vmSize;
    QString osType = QStringLiteral("Linux");
    QString azEnvironment = QStringLiteral("AzurePublicCloud");
    std::optional<QString> systemAssigned; // object id
    QStringList userAssigned; // object ids

    QString resourceId() const;
};

// How the metadata address 169.254.169.254 behaves as a whole.
struct MetadataService {
    enum class Behaviour {
        Answers,
        Swallows, // connects, never answers: what a router does that drops the packets
        Resets, // a security product or firewall ends every connection
    };
    // Requests to the identity paths that are let through; all others get 429. `burst` 0 refuses all.
    struct Throttle {
        int burst = 0;
        int perSecond = 0; // of the world's clock
        std::optional<int> retryAfter; // seconds
    };

    Behaviour behaviour = Behaviour::Answers;
    std::optional<Throttle> throttle;
    // A token cache in front of the service that knows one token only: everybody gets this audience,
    // whatever resource was asked for.
    std::optional<QString> cachedAudience;
};

struct Member {
    QString objectId; // in the tenant of the organization
    QString storageKey;
    QString displayName;
    // accountLicenseType: express (Basic), stakeholder, advanced ...; "none" is a member whose licence
    // was taken away.
    QString accessLevel = QStringLiteral("express");
    QStringList groups;
};

struct Project {
    QString id;
    QString name;
    QString description;
    QString visibility = QStringLiteral("private"); // private, public, organization
    QString state = QStringLiteral("wellFormed");
    int revision = 42;
    QStringList visibleTo; // object ids of members; public projects are visible to everybody
};

struct Organization {
    enum class Credentials {
        Judged, // by signature, expiry, audience and tenant
        TreatedAsAnonymous, // whatever is sent, the caller is nobody
        AnsweredBySignInPage, // something in front rewrites answers to signed-in requests into a page
    };

    QString name;
    QString id;
    std::optional<QString> tenantId; // nothing: not connected to Entra
    std::vector<Member> members;
    std::vector<Project> projects;
    Credentials credentials = Credentials::Judged;

    bool hasPublicProjects() const;
    const Member *member(const QString &objectId) const;
    bool canSee(const Project &project, const Member *caller) const;
};

struct World {
    // Seconds since 1970. Stands still unless advance() is called, so that reports are the same today
    // and tomorrow.
    qint64 clock = 1790000000;
    std::vector<Tenant> tenants;
    std::vector<ManagedIdentity> identities;
    Machine machine;
    MetadataService metadata;
    std::vector<Organization> organizations;
    // Signs the tokens of this world; those of another world are refused.
    QByteArray signingKey = QByteArrayLiteral("signet");

    void advance(qint64 seconds) { clock += seconds; }

    const Tenant *tenant(const QString &id) const;
    const ManagedIdentity *identity(const QString &objectId) const;
    const Organization *organization(const QString &name) const; // compared without case
    // The system-assigned one first.
    std::vector<const ManagedIdentity *> identitiesOfMachine() const;
};

// "Mon, 21 Sep 2026 14:13:20 GMT"
QByteArray httpDate(qint64 epochSeconds);

// A GUID that is always the same for the same text.
QString stableGuid(const QString &text);

} // namespace signet::sandbox
