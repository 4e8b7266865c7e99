#pragma once

#include "core/report/explanationdocument.h"
#include "core/result/findingid.h"
#include "ui/widgets/message.h"

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace signet {

// A trap, a mistake or a fault beside what it concerns; its whole explanation unfolds below it.
class ObstacleBox : public Message {
    Q_OBJECT

public:
    // The path is that of the file at fault, for the person's editor; empty when there is none to open.
    ObstacleBox(const ExplanationDocument::Obstacle &obstacle, const QString &path,
                QWidget *parent = nullptr);

    FindingId findingId() const { return m_findingId; }
    // Unfolds the explanation.
    void setOpen(bool open);

private:
    QWidget *explanation(const ExplanationDocument::Obstacle &obstacle);

    FindingId m_findingId;
    QToolButton *m_toggle;
    QWidget *m_explanation;
};

} // namespace signet
