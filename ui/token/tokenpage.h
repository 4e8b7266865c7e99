#pragma once

#include "core/session/tokensession.h"
#include "ui/page.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QTabBar;
class QTableView;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class AskFields;
class ClaimList;
class CommandBox;
class ComparisonModel;
class IdentitySession;
class IdentityView;
class TimelineBar;
class TokenSlot;

// What a token says, two of them side by side, and where this machine gets one. The token itself is nowhere
// to be seen.
class TokenPage : public Page {
    Q_OBJECT

public:
    enum class View { Token, Comparison, Machine };

    TokenPage(TokenSession *session, IdentitySession *identity, QWidget *parent = nullptr);

    TokenSession *session() const { return m_session; }
    IdentitySession *identity() const { return m_identity; }
    View view() const;
    void showView(View view);

    void refresh() override;
    bool paste() override;
    void takeFocus() override;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildToken();
    QWidget *buildComparison();
    QWidget *buildBar();
    // Where a token goes that is dropped or pasted somewhere on the page.
    TokenSession::Column freeColumn() const;
    void showState();
    void refreshTime();
    void refreshComparison();

    TokenSession *m_session;
    IdentitySession *m_identity;
    ComparisonModel *m_model;
    QTimer *m_clock;

    QTabBar *m_tabs;
    QStackedWidget *m_views;
    AskFields *m_fields;
    TokenSlot *m_slot = nullptr;
    QWidget *m_empty = nullptr;
    QScrollArea *m_scroll = nullptr;
    TimelineBar *m_timeline = nullptr;
    QLabel *m_age = nullptr;
    ClaimList *m_claims = nullptr;
    QString m_shown; // fingerprint of the token whose claims are shown

    TokenSlot *m_first = nullptr;
    TokenSlot *m_second = nullptr;
    QLabel *m_verdict = nullptr;
    QCheckBox *m_only = nullptr;
    QTableView *m_table = nullptr;

    IdentityView *m_machine = nullptr;
    QPushButton *m_equivalent = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace signet
