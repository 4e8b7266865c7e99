#pragma once

#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QMenu;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class TerraformSession;

// Which folder the session works on: typed, chosen, one of the last ones, or the simulated machine's.
class FolderRow : public QWidget {
    Q_OBJECT

public:
    explicit FolderRow(TerraformSession *session, QWidget *parent = nullptr);

    // Of the simulated machine, whose configuration can also be edited; empty: not offered.
    void offerMachineFolder(const QString &folder);
    void setRecent(const QStringList &folders);
    // Reads what is typed and was not read yet; whether there was something.
    bool commit();
    void choose();
    // A folder, or a file in it.
    void open(const QString &path);
    void takeFocus();

Q_SIGNALS:
    // The person has chosen a folder, and the session has read it.
    void opened();

private:
    void refresh();
    void openMachineFolder();

    TerraformSession *m_session;
    QLineEdit *m_field;
    QPushButton *m_choose;
    QPushButton *m_recent;
    QMenu *m_recentMenu;
    QPushButton *m_machine;
    QString m_machineFolder;
};

} // namespace signet
