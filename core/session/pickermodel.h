#pragma once

#include "core/setup/namepages.h"

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace signet {

// Names to pick one from, as far as a list has shown them: one page when it opens, more as somebody scrolls,
// and a search from the beginning for another text. Reads no page twice, none in advance, and holds a limited
// number of names, whatever there is.
//
// A row stays where it is until the next search; of the rows that one page brings, those that begin with the
// text come first.
class PickerModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class State {
        Idle, // not asked yet, or there is nobody to ask
        Loading,
        More, // fetchMore() goes on
        Complete, // all that fit are here
        Cut, // there may be more, and only a longer text brings them
        Failed, // problem() says why; what came before stays
    };
    // A page of the names that fit the text. Empty continuation: the first.
    using Source = std::function<QCoro::Task<Result<NamesPage>>(QString text, QString continuation,
                                                                std::stop_token stop)>;

    static constexpr qsizetype mostRows = 500;

    explicit PickerModel(QObject *parent = nullptr);
    ~PickerModel() override;

    // Forgets everything that another one gave. Empty: there is nobody to ask.
    void setSource(Source source);
    bool canAsk() const { return bool(m_source); }

    State state() const { return m_state; }
    // What is searched for; the rows fit it.
    QString text() const { return m_text; }
    const std::optional<Problem> &problem() const { return m_problem; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    // Goes on from page to page until there is something new to show.
    void fetchMore(const QModelIndex &parent) override;

public Q_SLOTS:
    // Ends the search before. Where all names are here already that could fit, nothing is asked; the same
    // text again goes on where the list stands.
    void search(const QString &text);
    // Nobody looks any more: the page under way still comes, and no further one by itself.
    void rest();
    // The page that failed once more.
    void tryAgain();

Q_SIGNALS:
    // State, text or problem are others.
    void stateChanged();

private:
    void forget();
    void ask();
    void hear(const Result<NamesPage> &page);
    void append(const NamesPage &page);
    void showFitting();
    void setState(State state);

    Source m_source;
    State m_state = State::Idle;
    QString m_text;
    QString
        m_asked; // what the source was asked for: the text, or the beginning of it that brought everything
    QStringList m_names; // that the source gave
    QStringList m_rows; // of these, what fits the text
    QString m_continuation;
    QSet<QString> m_followed; // continuations, each of which is followed once
    std::optional<Problem> m_problem;
    bool m_isWatched = true;
    int m_run = 0; // number of the current search; what older ones bring is not heard
    std::stop_source m_stop;
};

} // namespace signet
