#pragma once

#include "core/findings/finding.h"

#include <QList>
#include <QWidget>

namespace signet {

// What can be done about a finding right here, as buttons; core says which and in which order.
class ActionButtons : public QWidget {
    Q_OBJECT

public:
    explicit ActionButtons(const QList<FindingAction> &actions, QWidget *parent = nullptr);

    static QString words(FindingAction action);

Q_SIGNALS:
    void wanted(signet::FindingAction action);
};

} // namespace signet
