#pragma once

#include "core/report/reportdocument.h"
#include "core/session/diagnosissession.h"
#include "ui/page.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSplitter;
class QTreeView;
QT_END_NAMESPACE

namespace signet {

class IdentityStrip;
class Message;
class OtherMachineView;
class ResultsModel;
class StatusBadge;
class DetailsView;
struct ReportFormat;

// Find out why it fails: who is who, one sentence, the checks, and the details of each.
class DiagnosisPage : public Page {
    Q_OBJECT

public:
    explicit DiagnosisPage(DiagnosisSession *session, QWidget *parent = nullptr);

    const DiagnosisSession *session() const { return m_session; }
    // Shows another session in place of the one before: that of a report that was opened, or of this machine.
    void setSession(DiagnosisSession *session);

    // Shows the details of that check.
    void choose(const QString &checkId);
    void run();
    // Checks again and again until it is switched off.
    void setWatching(bool watching);
    // Runs the checks for that organization, as a person would type it.
    void ask(const QString &organization);
    // Also checks the configuration in that folder.
    void setFolder(const QString &folder);

    std::optional<Card> card() const override;
    void refresh() override;
    void save(WindowMemory *memory) const override;
    void restore(const WindowMemory &memory) override;
    void takeFocus() override;
    bool showsIdentities() const override { return true; }

    enum class Where { Here, Elsewhere };
    void setWhere(Where where);
    OtherMachineView *otherMachine() const { return m_other; }

    // Shows what is different in another report, the one in that file or the last one that was ready.
    void compareWith(const QString &path);
    void compareWithLastGood();

    // What the menu does once a path is chosen.
    bool saveReport(const QString &path, const ReportFormat &format);

Q_SIGNALS:
    // What can be done about a finding on another page.
    void actionWanted(signet::FindingAction action);
    // The report that was opened is to make room for this machine again.
    void closeWanted();
    // A report of another machine is to be taken from the clipboard, or from a file that the person chooses,
    // or from this one.
    void pasteWanted();
    void openWanted();
    void openFileWanted(const QString &path);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void connectSession();
    // Gives the session what was typed; false where it cannot be read, which is then said.
    bool takeSubject();
    void showOrigin();
    void chooseFolder();
    void act(FindingAction action, const QJsonObject &evidence);
    void showQuestion();
    void showReport();
    // Those of the session, unless the report of another machine is still awaited.
    const Report &shownReport() const;
    const ReportDocument &shownDocument() const;
    bool isAwaiting() const;
    void showRunning(bool running);
    void showWatch();
    void chooseToCompare();
    void showComparison(const Report &other);
    void tick();
    void askWhereToSave(const ReportFormat &format);
    void copyAsText();

    DiagnosisSession *m_session;
    Report m_noReport; // of the other machine
    ReportDocument m_awaited;
    QRadioButton *m_here;
    QRadioButton *m_elsewhere;
    OtherMachineView *m_other;
    QLineEdit *m_organization;
    QLineEdit *m_clientId;
    QPushButton *m_run;
    QPushButton *m_stop;
    QPushButton *m_watch; // a switch
    QPushButton *m_compare;
    QAction *m_compareLastGood;
    QPushButton *m_save;
    Message *m_message;
    Message *m_origin; // of a report that was opened
    Message *m_compared;
    QStringList m_differences; // of the two reports
    Message *m_watched; // what changed meanwhile
    IdentityStrip *m_strip;
    StatusBadge *m_badge;
    QLabel *m_sentence;
    QLabel *m_totals;
    QLabel *m_remark;
    QSplitter *m_splitter;
    QTreeView *m_checks;
    ResultsModel *m_results;
    DetailsView *m_details;

    QTimer m_ticker;
    int m_waitedMs = 0; // of the run that is under way
    QString m_chosen; // check whose details are shown; empty: the overview
    bool m_chosenByPerson = false; // then a cause that is found does not take its place
    bool m_choosing = false;
};

} // namespace signet
