"""
`copilot bench`: figures of quality and speed, measured here and now.
"""

from __future__ import annotations

import typer

from bot.cli.bench import checker, confidence, drafts, latency, learning, retrieval, robustness, telegram
from bot.cli.language import say

app = typer.Typer(no_args_is_help=True)

app.command(
    "retrieval",
    help=say(
        "Доля найденных ответов на размеченных вопросах: ПАПКА с материалами, queries.jsonl и qrels.tsv.",
        "Recall on labelled questions: a FOLDER with content, queries.jsonl and qrels.tsv.",
    ),
)(retrieval.retrieval)
app.command(
    "golden",
    help=say(
        "Контрольные вопросы к начальному наполнению: доля найденных ответов.",
        "The golden questions of the starter content: recall.",
    ),
)(retrieval.golden)
app.command(
    "latency",
    help=say(
        "Время ответа рядом с самой моделью, нажатия клавиши и публикации под нагрузкой.",
        "Time of an answer beside the bare model, of a keystroke, of a publish under load.",
    ),
)(latency.latency)
app.command(
    "confidence",
    help=say(
        "Подобрать коэффициенты уверенности по начальному наполнению и показать, насколько она верна.",
        "Fit the coefficients of confidence on the starter content and show how well it holds.",
    ),
)(confidence.confidence)
app.command(
    "drafts",
    help=say(
        "Проверка черновиков на размеченном файле: полнота, ложные тревоги, точность, замены.",
        "Checking of drafts on a labelled file: recall, false alarms, precision, rewordings.",
    ),
)(drafts.drafts)
app.command(
    "learning",
    help=say(
        "Что даёт обучение на выборах: половина размеченных вопросов учит, другую спрашиваем.",
        "What learning from picks gains: half of the labelled questions teach, the other half is asked.",
    ),
)(learning.learning)
app.command(
    "checker",
    help=say(
        "Время проверки черновика с правками и заменой, на примерах самих правил.",
        "Time of a draft's check with fixes and rewording, on the rules' own examples.",
    ),
)(checker.checker)
app.command(
    "robustness",
    help=say(
        "Находят ли правила свои же примеры, сказанные иначе: вставки, порядок, формы, опечатки.",
        "Whether rules find their own examples said otherwise: insertions, order, forms, typos.",
    ),
)(robustness.robustness)
app.command(
    "telegram",
    help=say(
        "Сколько сообщений в секунду принимает бот в Telegram рядом с голым эхо-ботом.",
        "Messages a second of the Telegram bot beside a bare echo bot.",
    ),
)(telegram.telegram)
