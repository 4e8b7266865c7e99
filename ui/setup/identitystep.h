#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class AttachmentView;
class CandidateList;
class IdentityCard;
class Message;

// Which identity Terraform should use: one found on this machine, or one that is searched for.
class IdentityStep : public StepPanel {
    Q_OBJECT

public:
    explicit IdentityStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString actionText() const override;
    bool canAct() const override;
    void act() override;
    QWidget *firstFocus() const override;

private:
    bool isHere() const { return session()->where() == SetupSession::Where::Here; }
    // Whether the field holds something else than the last search.
    bool isNew() const;
    void look();
    void showMachine(const ReportDocument &document);
    void showSearch();

    QLabel *m_heading;
    QLabel *m_found;
    IdentityCard *m_card;
    QRadioButton *m_byItself;
    QRadioButton *m_another;
    QWidget *m_search;
    QLineEdit *m_text;
    QPushButton *m_look;
    QPushButton *m_stop;
    Message *m_inputMessage;
    CandidateList *m_candidates;
    QLabel *m_chosen;
    Message *m_note;
    Message *m_message;
    QPushButton *m_details;
    QPushButton *m_attach;
    AttachmentView *m_attachment;
    QString m_detailsCheck;
    QString m_asked; // the last search
};

} // namespace signet
