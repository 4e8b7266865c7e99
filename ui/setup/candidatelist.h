#pragma once

#include "core/principal/principalsearch.h"

#include <QTreeWidget>

#include <optional>

namespace signet {

// The identities that a search found, the best first, to choose one of several. Takes no room where there is
// nothing to choose.
class CandidateList : public QTreeWidget {
    Q_OBJECT

public:
    explicit CandidateList(QWidget *parent = nullptr);

    void show(const std::optional<PrincipalsFound> &found);

Q_SIGNALS:
    void chosen(qsizetype index);

private:
    QStringList m_shown; // object ids, to leave the list alone when nothing changed
};

} // namespace signet
