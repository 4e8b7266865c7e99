#pragma once

#include "core/report/tokendocument.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

// The claims of a token as sentences in their groups, with name and value beside.
class ClaimList : public QWidget {
    Q_OBJECT

public:
    explicit ClaimList(QWidget *parent = nullptr);

    void setGroups(const QList<TokenDocument::Group> &groups);

private:
    QWidget *groupBox(const TokenDocument::Group &group);

    QVBoxLayout *m_layout;
};

} // namespace signet
