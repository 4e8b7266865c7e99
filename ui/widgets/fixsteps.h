#pragma once

#include "core/findings/findingtext.h"

#include <QWidget>

namespace signet {

// What to do about a finding, step by step: the words, a command to copy, and who does it.
class FixSteps : public QWidget {
    Q_OBJECT

public:
    explicit FixSteps(const QList<FindingText::Step> &steps, QWidget *parent = nullptr);
};

} // namespace signet
