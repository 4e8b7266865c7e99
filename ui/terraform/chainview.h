#pragma once

#include "core/report/explanationdocument.h"
#include "ui/theme.h"

#include <QFrame>

#include <functional>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

// One credential that the provider could use: sign, name, state, why, and where that comes from.
class ChainRow : public QFrame {
    Q_OBJECT

public:
    // The path of a file of the configuration, for the person's editor; empty where it cannot be opened.
    using PathOf = std::function<QString(const QString &file)>;
    enum class Position { First, Middle, Last, Only };

    ChainRow(const ExplanationDocument::Credential &credential, const ExplanationDocument &document,
             Position position, const PathOf &pathOf, QWidget *parent = nullptr);

    ChainState state() const { return m_state; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ChainState m_state;
    theme::Tone m_tone;
    Position m_position;
    QWidget *m_badge;
};

// How the provider decides, from top to bottom, with what is in the way below the credential it concerns.
class ChainView : public QWidget {
    Q_OBJECT

public:
    explicit ChainView(QWidget *parent = nullptr);

    void setDocument(const ExplanationDocument &document, const ChainRow::PathOf &pathOf);

private:
    QVBoxLayout *m_layout;
};

} // namespace signet
