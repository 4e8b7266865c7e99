#include "core/report/sharing.h"

#include "core/diagnosis/check.h"
#include "core/findings/catalogue.h"

#include <QCryptographicHash>
#include <QHash>
#include <QHostAddress>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Members whose values name somebody or something, in observations, evidence and the subject.
const QSet<QString> &nameKeys()
{
    static const QSet<QString> keys{
        u"organization"_s,  u"otherOrganization"_s, u"project"_s,   u"projects"_s,      u"name"_s,
        u"names"_s,         u"displayName"_s,       u"principal"_s, u"principalName"_s, u"vm"_s,
        u"resourceGroup"_s, u"scaleSet"_s,          u"user"_s,      u"userName"_s,      u"group"_s,
        u"groups"_s,        u"uniqueName"_s,        u"upn"_s,       u"directory"_s,     u"memberships"_s,
        u"account"_s,       u"administrator"_s,     u"resource"_s,  u"resources"_s};
    return keys;
}

// Members whose values are files and folders of somebody, or places in them.
const QSet<QString> &pathKeys()
{
    static const QSet<QString> keys{u"path"_s,      u"file"_s,   u"place"_s, u"at"_s,
                                    u"directory"_s, u"folder"_s, u"first"_s, u"backendPath"_s};
    return keys;
}

// Members whose values are words of the program, such as "manage-pools".
const QSet<QString> &wordKeys()
{
    static const QSet<QString> keys{u"right"_s,   u"kind"_s,      u"state"_s,     u"stage"_s,
                                    u"method"_s,  u"form"_s,      u"transport"_s, u"outcome"_s,
                                    u"variant"_s, u"decidedBy"_s, u"hostKind"_s};
    return keys;
}

// Words that files and folders are called everywhere.
bool isCommonInPaths(const QString &word)
{
    static const QSet<QString> common{
        u"home"_s,      u"users"_s,    u"usr"_s,      u"etc"_s,       u"var"_s,      u"tmp"_s,
        u"opt"_s,       u"bin"_s,      u"lib"_s,      u"mnt"_s,       u"root"_s,     u"work"_s,
        u"src"_s,       u"builds"_s,   u"build"_s,    u"agent"_s,     u"_work"_s,    u"infra"_s,
        u"terraform"_s, u"modules"_s,  u"module"_s,   u"main"_s,      u"provider"_s, u"providers"_s,
        u"version"_s,   u"versions"_s, u"variable"_s, u"variables"_s, u"outputs"_s,  u"backend"_s,
        u"locals"_s,    u"data"_s,     u"override"_s, u"dev"_s,       u"test"_s,     u"prod"_s,
        u"program"_s,   u"files"_s,    u"windows"_s,  u"proc"_s,      u"sys"_s,      u"run"_s};
    return common.contains(word.toLower());
}

// Names of the provider and of the services, which say nothing about anybody.
bool isCommon(const QString &name)
{
    static const QSet<QString> common{u"azuredevops"_s, u"azurerm"_s, u"default"_s,
                                      u"root"_s,        u"."_s,       u".."_s};
    return name.size() < 2 || common.contains(name.toLower());
}

bool isMicrosofts(const QString &host)
{
    static const QStringList domains{u"azure.com"_s,          u"visualstudio.com"_s, u"microsoftonline.com"_s,
                                     u"microsoft.com"_s,      u"azure.net"_s,        u"windows.net"_s,
                                     u"microsoftonline.us"_s, u"chinacloudapi.cn"_s, u"azure.us"_s,
                                     u"hashicorp.com"_s};
    if (host == "localhost"_L1 || host.startsWith("127."_L1) || host == "169.254.169.254"_L1)
        return true;
    return std::ranges::any_of(
        domains, [&host](const QString &domain) { return host == domain || host.endsWith(u'.' + domain); });
}

// An address that is the same on every machine, or none at all: loopback, the services of Azure's virtual
// network, a time of day.
bool isAnybodys(const QString &written)
{
    const QHostAddress address(written);
    return address.isNull() || address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6) || written == "169.254.169.254"_L1
        || written == "168.63.129.16"_L1;
}

// Ids of Microsoft's own applications, and those that stand for nobody.
bool isWellKnown(const QString &guid)
{
    static const QSet<QString> known{u"499b84ac-1321-427f-aa17-267ca6975798"_s,
                                     u"00000000-0000-0000-0000-000000000000"_s,
                                     u"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_s};
    return known.contains(guid);
}

// A name as texts and addresses write it.
QStringList writtenForms(const QString &name)
{
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(name));
    QStringList forms{name};
    for (const QString &form : {encoded, QString(encoded).replace("%20"_L1, "+"_L1)}) {
        if (!forms.contains(form))
            forms.append(form);
    }
    return forms;
}

QString plainForm(const QString &written)
{
    return written.contains(u'%') ? QUrl::fromPercentEncoding(written.toUtf8()) : written;
}

class Aliases {
public:
    explicit Aliases(const Sharing &sharing)
        : m_sharing(sharing)
    {
    }

    void collect(const QJsonValue &value, const QString &key = {})
    {
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                collect(it.value(), it.key());
        } else if (value.isArray()) {
            for (const QJsonValue item : value.toArray())
                collect(item, key);
        } else if (value.isString()) {
            collectText(value.toString(), key);
        }
    }

    void close()
    {
        QStringList patterns;
        QStringList names(m_names.begin(), m_names.end());
        // The longer first, so that a name that holds another is replaced as a whole; and always the same
        // way.
        std::ranges::sort(names, [](const QString &a, const QString &b) {
            return a.size() != b.size() ? a.size() > b.size() : a < b;
        });
        for (const QString &name : std::as_const(names)) {
            for (const QString &form : writtenForms(name))
                patterns.append(QRegularExpression::escape(form));
        }
        if (!patterns.isEmpty())
            m_name = QRegularExpression(
                u"(?<![A-Za-z0-9])(?:"_s + patterns.join(u'|') + u")(?![A-Za-z0-9])"_s,
                QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    }

    QString withoutWords(QString text) const
    {
        for (const QString &word : m_sharing.words) {
            for (const QString &form : writtenForms(word))
                text.replace(form, u"[redacted]"_s, Qt::CaseInsensitive);
        }
        return text;
    }

    QString applied(QString text) const
    {
        text = withoutWords(text);
        if (!m_sharing.anonymize)
            return text;
        static const QRegularExpression guid(u"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"_s);
        static const QRegularExpression descriptor(
            u"\\b(aad|aadsp|aadgp|vssgp|svc|msa|imp|scp|ungrp|s2s)\\.([A-Za-z0-9_-]{12,})"_s);
        static const QRegularExpression mail(u"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+"_s);
        static const QRegularExpression host(u"(https?://)([A-Za-z0-9.-]+)"_s);
        static const QRegularExpression address(
            u"(?<![\\w.])(?:\\d{1,3}\\.){3}\\d{1,3}(?!\\w|\\.\\d)"
            "|(?<![\\w.:])[0-9A-Fa-f:]*::?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?![\\w:])"_s);
        text = replaced(text, mail, [this](const QRegularExpressionMatch &match) {
            return u"user-"_s + digest(match.captured()) + u"@example.invalid"_s;
        });
        text = replaced(text, descriptor, [this](const QRegularExpressionMatch &match) {
            return match.captured(1) + u'.' + digest(match.captured(2), 32);
        });
        text = replaced(text, guid,
                        [this](const QRegularExpressionMatch &match) { return guidAlias(match.captured()); });
        text = replaced(text, host, [this](const QRegularExpressionMatch &match) {
            const QString name = match.captured(2).toLower();
            return match.captured(1)
                + (isMicrosofts(name) ? match.captured(2) : u"host-"_s + digest(name) + u".invalid"_s);
        });
        text = replaced(text, address, [this](const QRegularExpressionMatch &match) {
            return isAnybodys(match.captured()) ? match.captured()
                                                : u"address-"_s + digest(match.captured()) + u".invalid"_s;
        });
        if (m_names.isEmpty())
            return text;
        return replaced(text, m_name, [this](const QRegularExpressionMatch &match) {
            return u"name-"_s + digest(plainForm(match.captured()));
        });
    }

    QJsonValue applied(const QJsonValue &value) const
    {
        if (value.isString())
            return applied(value.toString());
        if (value.isArray()) {
            QJsonArray array;
            for (const QJsonValue item : value.toArray())
                array.append(applied(item));
            return array;
        }
        return value.isObject() ? QJsonValue(applied(value.toObject())) : value;
    }

    QJsonObject applied(const QJsonObject &object) const
    {
        QJsonObject result;
        for (auto it = object.begin(); it != object.end(); ++it)
            result.insert(it.key(),
                          isWord(it.key(), it.value()) ? QJsonValue(withoutWords(it.value().toString()))
                                                       : applied(it.value()));
        return result;
    }

private:
    // A file called pools.tf is no reason to change a word of the program that has "pools" in it.
    bool isWord(const QString &key, const QJsonValue &value) const
    {
        static const QRegularExpression word(u"^[a-z]+(?:-[a-z]+)*$"_s);
        const QString text = value.toString();
        if (text.isEmpty())
            return false;
        const bool isFinding = std::ranges::any_of(
            catalogue(), [&text](const Finding &finding) { return finding.id.view() == text; });
        return isFinding || findCheck(text)
            || (wordKeys().contains(key) && word.match(text).hasMatch() && !m_names.contains(text));
    }

    void collectText(const QString &text, const QString &key)
    {
        static const QRegularExpression inResource(
            u"/resourceGroups/([^/\\s\"']+)|/providers/[^/\\s]+/[^/\\s]+/([^/\\s\"']+)"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression home(u"(?:/home/|/Users/|\\\\Users\\\\)([^/\\\\\\s\"']+)"_s);
        static const QRegularExpression inAddress(
            u"https?://dev\\.azure\\.com/([A-Za-z0-9][^/?#\\s\"']*)|https?://([^./\\s]+)\\.visualstudio\\.com"_s,
            QRegularExpression::CaseInsensitiveOption);
        // An address is replaced by its parts.
        if (nameKeys().contains(key) && !text.contains("://"_L1)) {
            // "[Fabrikam-Fiber]\Contributors" is replaced part by part, so that it stays a group of its
            // project.
            static const QRegularExpression scoped(u"^\\[([^\\]]+)\\]\\\\(.+)$"_s);
            if (const auto parts = scoped.match(text); parts.hasMatch()) {
                add(parts.captured(1));
                add(parts.captured(2));
            } else if (key != "names"_L1 || !isCommonInPaths(text)) {
                add(text); // a branch is mostly called main
            }
        }
        if (pathKeys().contains(key) && !text.contains("://"_L1))
            addPath(text);
        if (key == "proxy"_L1 || key == "host"_L1) {
            const QString host = text.section("://"_L1, -1).section(u'/', 0, 0).section(u':', 0, 0).toLower();
            if (host.contains(u'.') && !isMicrosofts(host))
                add(host);
        }
        static const QRegularExpression inTerraform(u"\\bazuredevops_[a-z_]+\\.([A-Za-z_][\\w-]*)"_s);
        static const QRegularExpression module(u"\\bmodule\\.([A-Za-z_][\\w-]*)"_s);
        for (const QRegularExpression &form : {inResource, home, inAddress, inTerraform, module}) {
            auto matches = form.globalMatch(text);
            while (matches.hasNext()) {
                const auto match = matches.next();
                add(match.captured(match.lastCapturedIndex()));
            }
        }
    }

    // "modules/skunkworks/team.tf:12" is replaced part by part, and stays a file of Terraform.
    void addPath(const QString &path)
    {
        static const QRegularExpression separators(u"[/\\\\:\\s]+"_s);
        const QStringList parts = path.split(separators, Qt::SkipEmptyParts);
        for (const QString &part : parts) {
            const QString stem = part.section(u'.', 0, 0);
            const bool isNumber = std::ranges::all_of(stem, [](QChar c) { return c.isDigit(); });
            if (!isNumber && !isCommonInPaths(stem))
                add(stem);
        }
    }

    void add(const QString &name)
    {
        if (!isCommon(name))
            m_names.insert(name.toLower());
    }

    static QString replaced(const QString &text, const QRegularExpression &form,
                            const std::function<QString(const QRegularExpressionMatch &)> &alias)
    {
        QString result;
        qsizetype at = 0;
        auto matches = form.globalMatch(text);
        while (matches.hasNext()) {
            const auto match = matches.next();
            result += QStringView(text).sliced(at, match.capturedStart() - at);
            result += alias(match);
            at = match.capturedEnd();
        }
        return result + text.sliced(at);
    }

    QString digest(const QString &text, int length = 10) const
    {
        return QString::fromLatin1(QMessageAuthenticationCode::hash(text.toLower().toUtf8(), m_sharing.salt,
                                                                    QCryptographicHash::Sha256)
                                       .toHex())
            .left(length);
    }

    QString guidAlias(const QString &guid) const
    {
        if (isWellKnown(guid.toLower()))
            return guid;
        const QString hex = digest(guid, 32);
        return hex.left(8) + u'-' + hex.mid(8, 4) + u'-' + hex.mid(12, 4) + u'-' + hex.mid(16, 4) + u'-'
            + hex.mid(20, 12);
    }

    const Sharing &m_sharing;
    QSet<QString> m_names; // in lower case
    QRegularExpression m_name;
};

std::optional<IdentityFacts> applied(const Aliases &aliases, const std::optional<IdentityFacts> &identity)
{
    if (!identity)
        return identity;
    return IdentityFacts::fromJson(aliases.applied(identity->toJson()));
}

} // namespace

Report sharedReport(const Report &report, const Sharing &sharing)
{
    Aliases aliases(sharing);
    aliases.collect(report.subject);
    for (const auto *identity : {&report.machine, &report.azureDevOps, &report.terraform}) {
        if (*identity)
            aliases.collect((*identity)->toJson());
    }
    for (const CheckResult &check : report.checks)
        aliases.collect(check.observation);
    for (const ReportedFinding &found : report.findings)
        aliases.collect(found.evidence);
    aliases.close();

    Report shared = report;
    // The scenario of a simulated Azure is nobody's, and its commands name it.
    shared.subject = aliases.applied(report.subject);
    if (report.subject.contains("sandbox"_L1))
        shared.subject.insert(u"sandbox"_s, report.subject["sandbox"_L1]);
    shared.machine = applied(aliases, report.machine);
    shared.azureDevOps = applied(aliases, report.azureDevOps);
    shared.terraform = applied(aliases, report.terraform);
    for (CheckResult &check : shared.checks) {
        check.observation = aliases.applied(check.observation);
        if (check.problem)
            check.problem->evidence = aliases.applied(check.problem->evidence);
        for (Problem &problem : check.further)
            problem.evidence = aliases.applied(problem.evidence);
    }
    for (ReportedFinding &found : shared.findings)
        found.evidence = aliases.applied(found.evidence);
    shared.exchanges = aliases.applied(QJsonValue(report.exchanges)).toArray();
    return shared;
}

} // namespace signet
