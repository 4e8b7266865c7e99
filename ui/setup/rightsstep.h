#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;
class NameField;

// What the identity is allowed to do: access level, projects with a role each, groups of the organization.
class RightsStep : public StepPanel {
    Q_OBJECT

public:
    explicit RightsStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    void act() override;

private:
    QWidget *makeLevel();
    QWidget *makeProjects();
    QWidget *makeGroups();
    // What is typed is added; false where it cannot be read, which is said in place.
    bool addProject();
    void addGroup();
    void showGiven(const SetupSession::Rights &rights);
    QPushButton *makeRemove(const QString &what);

    QLabel *m_why;
    QPushButton *m_least;
    QComboBox *m_level;
    QLabel *m_levelMeans;
    QWidget *m_given; // projects and groups that are given, a line each
    QGridLayout *m_lines;
    NameField *m_project;
    QComboBox *m_role;
    QPushButton *m_addProject;
    NameField *m_group;
    QPushButton *m_addGroup;
    Message *m_message;
    QStringList m_shown; // what the lines say, to leave them alone when nothing changed
};

} // namespace signet
