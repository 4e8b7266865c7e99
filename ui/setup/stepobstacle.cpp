#include "ui/setup/stepobstacle.h"

#include "ui/widgets/message.h"

namespace signet {

QString showObstacle(Message *message, const ReportDocument &document, const QStringList &stages,
                     bool blocked)
{
    if (blocked) {
        for (const ReportDocument::Stage &stage : document.stages) {
            if (!stages.contains(stage.id))
                continue;
            for (const ReportDocument::CheckLine &check : stage.checks) {
                if (!check.isInTheWay)
                    continue;
                QString text;
                for (const QList<ReportDocument::Cause> *list : {&document.causes, &document.others}) {
                    for (const ReportDocument::Cause &cause : *list) {
                        if (cause.id == check.findingId)
                            text = cause.text.cause;
                    }
                }
                message->show(theme::Tone::Blocker, check.detail.isEmpty() ? check.title : check.detail,
                              text);
                return check.id;
            }
        }
    }
    message->clear();
    return {};
}

} // namespace signet
