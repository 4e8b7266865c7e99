#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <array>
#include <cstddef>
#include <optional>

namespace signet {

// The words of an enumeration in both directions, one row for each value in the order of the enumeration. A
// missing row, a row out of order and a word that occurs twice do not compile:
//
//   constexpr EnumWords directionWords{Direction::Down, std::array{
//       EnumWord{Direction::Up, "up"_L1},
//       EnumWord{Direction::Down, "down"_L1},
//   }};
//   directionWords[Direction::Up]; // "up"
//   directionWords.find(u"down"); // Direction::Down; nothing for an unknown word
template <class Enum>
struct EnumWord {
    Enum value;
    QLatin1StringView word;
};

template <class Enum, std::size_t size>
class EnumWords {
public:
    consteval EnumWords(Enum last, const std::array<EnumWord<Enum>, size> &rows)
        : m_rows(rows)
    {
        bool isWhole = size == std::size_t(last) + 1;
        for (std::size_t i = 0; i < size; ++i) {
            isWhole = isWhole && std::size_t(rows[i].value) == i;
            for (std::size_t j = 0; j < i; ++j)
                isWhole = isWhole && !isSame(rows[i].word, rows[j].word);
        }
        if (!isWhole)
            throw "each value has one row, in the order of the enumeration, with a word of its own";
    }

    constexpr QLatin1StringView operator[](Enum value) const { return m_rows[std::size_t(value)].word; }

    std::optional<Enum> find(QStringView word) const
    {
        for (const EnumWord<Enum> &row : m_rows) {
            if (row.word == word)
                return row.value;
        }
        return std::nullopt;
    }

private:
    static constexpr bool isSame(QLatin1StringView a, QLatin1StringView b)
    {
        if (a.size() != b.size())
            return false;
        for (qsizetype i = 0; i < a.size(); ++i) {
            if (a.data()[i] != b.data()[i])
                return false;
        }
        return true;
    }

    std::array<EnumWord<Enum>, size> m_rows;
};

} // namespace signet
