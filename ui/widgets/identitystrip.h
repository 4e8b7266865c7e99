#pragma once

#include "core/report/reportdocument.h"

#include <QFrame>
#include <QWidget>

#include <array>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QToolButton;
QT_END_NAMESPACE

namespace signet {

class CopyButton;
class ElidedLabel;
class StatusBadge;

// One of the three identities.
class IdentityCard : public QFrame {
    Q_OBJECT

public:
    explicit IdentityCard(const QString &iconName, QWidget *parent = nullptr);
    void setCard(const ReportDocument::Card &card);
    // Without the line of the object id, where the window is low.
    void setLow(bool low);
    // A small button beside the heading; it belongs to the caller to connect.
    QToolButton *addButton();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int roomForId() const;

    ReportDocument::Card::State m_state = ReportDocument::Card::State::Unknown;
    QHBoxLayout *m_top;
    StatusBadge *m_place;
    ElidedLabel *m_heading;
    StatusBadge *m_badge;
    ElidedLabel *m_name;
    ElidedLabel *m_lines;
    ElidedLabel *m_objectId;
    CopyButton *m_copy;
    bool m_isLow = false;
};

// What is between two of them: whole, broken or not known, as sign, word and line.
class IdentityLink : public QWidget {
    Q_OBJECT

public:
    explicit IdentityLink(QWidget *parent = nullptr);
    void setLink(ReportDocument::Link link);
    QString word() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ReportDocument::Link m_link = ReportDocument::Link::Unknown;
};

// Who is who: this machine, Azure DevOps, Terraform.
class IdentityStrip : public QWidget {
    Q_OBJECT

public:
    explicit IdentityStrip(QWidget *parent = nullptr);
    void setDocument(const ReportDocument &document);
    void setLow(bool low);
    // Offers to choose the folder whose configuration the third card is about; empty: none was chosen.
    void offerFolder(const QString &folder);

    const IdentityLink *link(std::size_t index) const { return m_links[index]; }

Q_SIGNALS:
    void folderWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    std::array<IdentityCard *, 3> m_cards;
    std::array<IdentityLink *, 2> m_links;
    QToolButton *m_folder = nullptr;
};

} // namespace signet
