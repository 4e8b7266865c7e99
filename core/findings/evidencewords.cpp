#include "core/findings/evidencewords.h"

#include "core/result/nativepath.h"
#include "core/result/outgoing.h"
#include "core/result/reason.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct EvidenceText {
    Q_DECLARE_TR_FUNCTIONS(Evidence)
};

QString reasonWords(const QJsonObject &evidence)
{
    const QString reason = evidence["reason"_L1].toString();
    if (reason == "tenant-not-named"_L1)
        return EvidenceText::tr("the organization did not name its tenant");
    if (reason == "not-an-object"_L1)
        return EvidenceText::tr("it is not a JSON object");
    if (reason == "plan-is-binary"_L1)
        return EvidenceText::tr("it is a saved plan, which only Terraform can read");
    if (reason == "plan-is-text"_L1)
        return EvidenceText::tr("it is not JSON");
    if (reason == "plan-is-log"_L1)
        return EvidenceText::tr("it is the log of terraform plan -json");
    if (reason == "plan-is-state"_L1)
        return EvidenceText::tr("it is a state file");
    if (reason == "plan-is-damaged"_L1)
        return EvidenceText::tr("it is incomplete or damaged");
    if (reason == "plan-is-other"_L1)
        return EvidenceText::tr("it is JSON of another kind");
    if (reason == "other-kind"_L1)
        return EvidenceText::tr("it is a document of another kind");
    if (reason == "other-version"_L1)
        return EvidenceText::tr("another version of Signet wrote it");
    if (reason == "is-the-plan"_L1)
        return EvidenceText::tr("it is the plan; its receipt is %1").arg(evidence["receipt"_L1].toString());
    return translatedReason(reason);
}

} // namespace

// The words of a system or of a service come out as they are.
QString translatedReason(const QString &text)
{
    QString whole = QCoreApplication::translate("Reason", text.toUtf8().constData());
    if (whole != text)
        return whole;
    for (const char *form : reasons::withValues) {
        QString translation = QCoreApplication::translate("Reason", form);
        if (translation == QString::fromUtf8(form))
            continue;
        QString pattern = QRegularExpression::escape(QString::fromUtf8(form));
        pattern.replace(QRegularExpression(u"\\\\%[1-9]"_s), u"(.*)"_s);
        const auto match = QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text);
        if (!match.hasMatch())
            continue;
        for (int i = 1; i <= match.lastCapturedIndex(); ++i)
            translation = translation.arg(translatedReason(match.captured(i)));
        return translation;
    }
    return text;
}

QString roleScopeWords(const QString &roleScope)
{
    static const QHash<QString, const char *> words{
        {u"service-connections"_s, QT_TRANSLATE_NOOP("Evidence", "service connections")},
        {u"library"_s, QT_TRANSLATE_NOOP("Evidence", "variable groups and secure files")},
        {u"environments"_s, QT_TRANSLATE_NOOP("Evidence", "environments")},
        {u"agent-queues"_s, QT_TRANSLATE_NOOP("Evidence", "agent queues")},
    };
    const char *text = words.value(roleScope, nullptr);
    return text ? EvidenceText::tr(text) : roleScope;
}

QString credentialWords(const QString &method)
{
    static const QHash<QString, const char *> words{
        {u"pat"_s, QT_TRANSLATE_NOOP("Evidence", "personal access token")},
        {u"oidc"_s, QT_TRANSLATE_NOOP("Evidence", "OIDC token exchange")},
        {u"client-secret"_s, QT_TRANSLATE_NOOP("Evidence", "client secret")},
        {u"client-certificate"_s, QT_TRANSLATE_NOOP("Evidence", "client certificate")},
        {u"managed-identity"_s, QT_TRANSLATE_NOOP("Evidence", "managed identity")},
        {u"azure-cli"_s, QT_TRANSLATE_NOOP("Evidence", "Azure CLI sign-in")},
        {u"none"_s, QT_TRANSLATE_NOOP("Evidence", "no credential")},
    };
    const char *text = words.value(method, nullptr);
    return text ? EvidenceText::tr(text) : method;
}

QString stepTitle(const QJsonObject &evidence)
{
    const auto value = [&evidence](const QString &key) { return outgoingLine(evidence[key].toString()); };
    const QString kind = value(u"step"_s);
    const QString who = value(u"principal"_s);
    if (kind == "add-member"_L1)
        return EvidenceText::tr("Add %1 to %2 with %3 access")
            .arg(who, value(u"organization"_s), value(u"accessLevel"_s));
    if (kind == "change-access-level"_L1)
        return EvidenceText::tr("Change the access level of %1 from %2 to %3")
            .arg(who, value(u"formerAccessLevel"_s), value(u"accessLevel"_s));
    if (kind == "add-to-group"_L1)
        return EvidenceText::tr("Add %1 to the group %2").arg(who, value(u"group"_s));
    if (kind == "assign-role"_L1) {
        const QString things = roleScopeWords(value(u"roleScope"_s));
        const QString former = value(u"formerRole"_s);
        return former.isEmpty() ? EvidenceText::tr("Give %1 the role %2 on %3 in %4")
                                      .arg(who, value(u"role"_s), things, value(u"project"_s))
                                : EvidenceText::tr("Change the role of %1 from %2 to %3 on %4 in %5")
                                      .arg(who, former, value(u"role"_s), things, value(u"project"_s));
    }
    if (kind == "allow-bits"_L1) {
        const QString permission = value(u"permission"_s);
        const QString object = value(u"resource"_s); // empty: the project or the organization itself
        const QString project = value(u"project"_s);
        const QString in = project.isEmpty() ? value(u"organization"_s) : project;
        return object.isEmpty() ? EvidenceText::tr("Allow %1: %2 in %3").arg(who, permission, in)
            : project.isEmpty()
            ? EvidenceText::tr("Allow %1: %2 on %3").arg(who, permission, object)
            : EvidenceText::tr("Allow %1: %2 on %3 in %4").arg(who, permission, object, project);
    }
    return {};
}

QJsonObject withWords(QJsonObject evidence)
{
    if (evidence.contains("step"_L1))
        evidence[u"step"_s] = stepTitle(evidence);
    if (evidence.contains("reason"_L1))
        evidence[u"reason"_s] = reasonWords(evidence);
    for (const QLatin1StringView key : {"expectedCredential"_L1, "otherCredential"_L1}) {
        if (evidence.contains(key))
            evidence[key] = credentialWords(evidence[key].toString());
    }
    for (const QLatin1StringView key :
         {"path"_L1, "backup"_L1, "directory"_L1, "folder"_L1, "file"_L1, "place"_L1}) {
        if (evidence[key].isString())
            evidence[key] = nativePath(evidence[key].toString());
    }
    if (evidence["what"_L1].isString())
        evidence[u"what"_s] = translatedReason(evidence["what"_L1].toString());
    return evidence;
}

} // namespace signet
