#include "core/report/administratormessage.h"

#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct MessageText {
    Q_DECLARE_TR_FUNCTIONS(AdministratorMessage)
};

void addRow(QStringList *lines, const QString &label, const QString &value)
{
    if (!value.isEmpty())
        lines->append(u"%1: %2"_s.arg(label, value));
}

} // namespace

QString administratorMessage(const Report &report, const ReportDocument::Cause &cause)
{
    QStringList lines{cause.text.title + u'.', {}, cause.text.cause, {}};
    addRow(&lines, MessageText::tr("Organization"), report.subject["organization"_L1].toString());
    if (report.machine) {
        addRow(&lines, MessageText::tr("Identity"), report.machine->name);
        addRow(&lines, MessageText::tr("Object id"), report.machine->objectId);
        addRow(&lines, MessageText::tr("Client id"), report.machine->clientId);
        addRow(&lines, MessageText::tr("Tenant"), report.machine->tenantId);
        addRow(&lines, MessageText::tr("Resource id"), report.machine->resourceId);
    }
    lines.append(QString());
    for (const FindingText::Step &step : cause.text.fix) {
        if (step.who == Actor::You)
            continue;
        lines.append(MessageText::tr("For the %1: %2").arg(actorWords(step.who), step.text));
        if (!step.command.isEmpty())
            lines.append(step.command);
        lines.append(QString());
    }
    if (!cause.evidence.isEmpty()) {
        lines.append(MessageText::tr("Evidence:"));
        for (const auto &[label, value] : cause.evidence)
            lines.append(u"%1: %2"_s.arg(label, value));
        lines.append(QString());
    }
    addRow(&lines, MessageText::tr("Learn more"), cause.text.link);
    const QString at = QDateTime::fromSecsSinceEpoch(report.startedAt, Qt::UTC).toString(Qt::ISODate);
    lines.append(MessageText::tr("Checked with Signet %1 at %2.").arg(QStringLiteral(SIGNET_VERSION), at));
    if (!report.subject["sandbox"_L1].toString().isEmpty())
        lines.append(MessageText::tr("This is a simulated Azure: nothing in it is real."));
    return QString::fromUtf8(outgoingText(lines.join(u'\n')));
}

} // namespace signet
