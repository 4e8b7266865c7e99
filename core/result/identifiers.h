#pragma once

#include "core/result/result.h"

#include <QString>
#include <QUuid>

namespace signet {

// A checked GUID: exactly 36 characters, 8-4-4-4-12 hex digits, as the Terraform provider accepts it (no
// braces, no spaces). The tag prevents passing a client id where an object id is expected, which is the most
// common mistake (finding object-id-as-client-id).
template <class Tag>
class Guid {
public:
    // Fails with finding input-not-a-guid, evidence {value, what}.
    static Result<Guid> parse(const QString &text);

    QString toString() const { return m_id.toString(QUuid::WithoutBraces); } // lower case
    bool isNull() const { return m_id.isNull(); }

    friend bool operator==(const Guid &, const Guid &) = default;

private:
    explicit Guid(QUuid id)
        : m_id(id)
    {
    }
    QUuid m_id;
};

struct TenantTag {
    static constexpr const char *what = QT_TRANSLATE_NOOP("Reason", "tenant id");
};
struct ClientTag {
    static constexpr const char *what = QT_TRANSLATE_NOOP("Reason", "client id");
};
struct ObjectTag {
    static constexpr const char *what = QT_TRANSLATE_NOOP("Reason", "object id");
};

using TenantId = Guid<TenantTag>; // directory (Entra tenant)
using ClientId = Guid<ClientTag>; // application id; appid / azp claim
using ObjectId = Guid<ObjectTag>; // principal id of the service principal; oid claim

// Whether the text is a GUID in the form above; for values that are shown, not used.
bool isGuid(QStringView text);

// Resource id of Azure Resource Manager: /subscriptions/{guid}/resourceGroups/{name}/providers/
// {namespace}/{type}/{name}[/{type}/{name}...]. Compared without regard to case, as Azure does.
class ResourceId {
public:
    // Fails with finding input-not-a-resource-id, evidence {value}.
    static Result<ResourceId> parse(const QString &text);

    const QString &toString() const { return m_text; } // as given
    QString subscription() const;
    QString resourceGroup() const;
    QString type() const; // "Microsoft.Compute/virtualMachines"
    QString name() const; // last segment

    friend bool operator==(const ResourceId &a, const ResourceId &b)
    {
        return a.m_text.compare(b.m_text, Qt::CaseInsensitive) == 0;
    }

private:
    explicit ResourceId(QString text)
        : m_text(std::move(text))
    {
    }
    QString m_text;
};

} // namespace signet
