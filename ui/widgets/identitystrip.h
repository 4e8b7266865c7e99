#pragma once

#include "core/report/reportdocument.h"

#include <QFrame>
#include <QWidget>

#include <array>

namespace signet {

class CopyButton;
class ElidedLabel;
class SignLabel;

// One of the three identities.
class IdentityCard : public QFrame {
    Q_OBJECT

public:
    explicit IdentityCard(const QString &iconName, QWidget *parent = nullptr);
    void setCard(const ReportDocument::Card &card);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    ReportDocument::Card::State m_state = ReportDocument::Card::State::Unknown;
    SignLabel *m_place;
    ElidedLabel *m_heading;
    SignLabel *m_sign;
    ElidedLabel *m_name;
    ElidedLabel *m_lines;
    ElidedLabel *m_objectId;
    CopyButton *m_copy;
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

    const IdentityLink *link(std::size_t index) const { return m_links[index]; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    std::array<IdentityCard *, 3> m_cards;
    std::array<IdentityLink *, 2> m_links;
};

} // namespace signet
