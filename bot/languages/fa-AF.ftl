# Dari (Persian of Afghanistan). Written by the makers of the bot, AWAITING REVIEW by a native speaker: whoever has read and corrected all of
# it deletes the message `language-review`, and the note goes from the settings screen.

language-name = دری
language-review = این ترجمه هنوز از سوی یک گوینده‌ی زبان دری بازبینی نشده است.
day-pattern = d MMMM y
# A day of the week, a day and a time, by the same letters.
moment-pattern = EEEE d MMMM، HH:mm

## Everywhere

list-comma = {"، "}
list-or = {" یا "}
expired = این دکمه دیگر کار نمی‌کند: دوباره بپرسید.
shown-already = پیشتر، بالاتر نشان داده شده است.
answered-already = پیشتر جواب داده شده است، پایین‌تر.
nothing-there = این‌جا چیزی برای نشان دادن نیست: پیوند غلط یا کهنه است، یا آن‌چه نشان می‌دهد برای این چت نیست.
gone-from-sources = این دیگر در منابع من نیست.
failed = در این طرف مشکلی پیش آمد؛ ثبت شد. یک دقیقه بعد دوباره بپرسید.
private = این ربات خصوصی است.
stopped = متوقف شد.
no-sources = این‌جا هنوز منبعی نیست. گرداننده‌ی این ربات آن را اضافه می‌کند.
unknown-command = این فرمان را نمی‌شناسم: { "/help" } آن‌چه را می‌فهمم نشان می‌دهد.
titled = «{ $title }»
withheld = { $quotes } نشان داده نشد: کلمه به کلمه همان نیست که ذخیره شده است. گرداننده‌ی این ربات آن را در گزارش کار می‌بیند.
counted-article = { $number } مقاله
counted-paragraph = { $number } بند
counted-quote = { $number } نقل قول
counted-source = { $number } منبع
counted-statement = { $number } گفته
counted-year = { $number } سال
counted-day = { $number } روز
counted-hour = { $number } ساعت
counted-minute = { $number } دقیقه

## Whose words a quote is in, and where it stands

date-not-known = تاریخ معلوم نیست
outlet-not-named = نشریه نام برده نشده
place-page = ص { $page }
place-paragraph = بند { $number }
part-of-quote = بخش { $number } از { $parts } این نقل قول
speaker-role = { $name }، { $role }
speaker-unnamed = { $speaker } (بی‌نام)
speaker-unnamed-terms = { $speaker } (بی‌نام، «{ $terms }»)
speaker-not-certain = گوینده معلوم نیست
name-unnamed = { $name }، بی‌نام
said-in-quotation-marks = { $speaker }، در گیومه
words-of = کلمات { $outlet }
words-of-nobody = کلمات نشریه‌ای که نام برده نشده
words-reporting = { $words }، به نقل از { $speaker }
words-of-somebody = { $words }؛ گوینده معلوم نیست
own-words-of = کلمات خود { $outlet }
own-words-of-nobody = کلمات خود نشریه‌ای که نام برده نشده
in-own-words = به کلمات خود نشریه
text-of = متن { $outlet }
text-of-nobody = متن نشریه‌ای که نام برده نشده
not-covered = به انگلیسی نیست: گوینده‌ای تعیین نشده
unheard = گوینده هنوز جستجو نشده
from-via = از طریق { $via }
also-in = همچنان در { $places }
also-place = { $outlet } ({ $day })

## How its source arrived, and what became of it

fetched-from = گرفته شده از { $domain }
not-fetched = از انترنت گرفته نشده
forwarded = فرستاده شده از «{ $chat }»
forwarded-name = فرستاده شده از «{ $chat }» ({ $name })
forwarded-hidden = فرستاده شده از حسابی که خود را پنهان می‌کند
forwarded-message = پیام { $number }
forwarded-signed = با امضای { $signature }
outlet-by-adder = نام نشریه از کسی که آن را اضافه کرده
outlet-by-editor = نام نشریه از یک ویراستار
outlet-by-file = نام نشریه آن‌طور که فایل می‌گوید
withdrawn = پس گرفته شده، دیده شده در { $day }: { $reason }
corrected-by = تصحیح شده در { $article }
it-corrects = این { $article } را تصحیح می‌کند
amended = { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 } را یک ویراستار در { $day } اصلاح کرد
amended-before = { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 } را یک ویراستار در { $day } اصلاح کرد (پیش از آن: { $before })

## Answers

button-source = منبع
button-context = متن پیرامون
button-copy = کاپی
button-wrong = غلط؟
button-more = { $number } دیگر
button-watch = پیگیری
button-export = فایل
button-chart = نمودار
button-other-side = طرف دیگر
button-open = باز کردن
button-link = پیوند به این بند
button-nearest = نزدیک‌ترین چیز
button-nearest-on = درباره‌ی { $subject } چه می‌گوید
button-answer-it = جواب بده
nearest = نزدیک‌ترین چیزی که هست، و جواب این سوال نیست:
changed-since = مقاله پس از آن تغییر کرده است؛ این متن همان است که نقل شد.
ask-how = سوال را پشت آن بنویسید: { $ask } { "how many fighters does the group have?" }
asked-late = این سوال { $ago } پرسیده شد.
asked-while-away = این سوال { $ago } پرسیده شد، وقتی که من نبودم. آیا جواب هنوز لازم است؟
ago = ساعت { $time } به وقت { "UTC" }، { $long } پیش
ago-on = در { $day } ساعت { $time } به وقت { "UTC" }، { $long } پیش
read-as = چنین خوانده شد: { $words }
note-pending = { $paragraphs } تا حال فقط با کلمات جستجو شده می‌توانست.
note-unheard = هنوز بررسی می‌شود که در { $sources } تازه‌رسیده چه کسی سخن می‌گوید و چه کسی رد می‌کند: یک دقیقه بعد دوباره بپرسید.
newest-is-old = ⚠ تازه‌ترین منبع در این باره { $years } کهنه است
follow = ↲ { $names } · { $rest }
follow-done-by = { $deed } توسط { $name }
follow-who-says = ↲ { $question } · این‌که چه کسی می‌گوید زیر هر نقل قول آمده است
rewording = از روی فهرست کلمات چنین خوانده شد: { $pairs }
rewording-pair = { $word } = { $term }
rewording-unknown = در فهرست کلمات نیست: { $words }
follow-forgotten = به تنهایی خوانده شد: موضوع جواب پیشین فقط ۳۰ دقیقه به یاد می‌ماند.

## Figures

figures-one = { $name } · ۱ رقم، { $articles }
figures-newest-first = { $name } · تازه‌ترین در اول
corrects = { $earlier } را تصحیح می‌کند
updates = { $earlier } را تازه می‌کند
as-of = تا { $day }
not-accepted-by = کسانی که نپذیرفته‌اند
other-counts = شمارهای دیگر، نه { $names }:
other = · { $name }،{" "}
other-differ = · { $name }، ارقام فرق دارند:{" "}
denied-by = ؛ { $speaker } رد کرده است، { $paragraph }
doubted-by = ؛ { $speaker } شک دارد، { $paragraph }
quantity-killed = کشته‌شدگان
quantity-wounded = زخمی‌ها
quantity-casualties = کشته و زخمی
quantity-missing = ناپدیدشدگان
quantity-captured = گرفتارشدگان یا زندانیان
quantity-abducted = ربوده‌شدگان
quantity-released = رهاشدگان
quantity-escaped = فراریان
quantity-charged = متهمان یا محاکمه‌شدگان
quantity-surrendered = تسلیم‌شدگان
quantity-displaced = بی‌جاشدگان
quantity-rescued = نجات‌یافتگان
quantity-treated = تداوی‌شدگان
quantity-cases = واقعات
quantity-strength = نیرو
quantity-attacks = حملات
quantity-seized = ضبط‌شده‌ها
quantity-destroyed = ویران‌شده‌ها
quantity-supplies = کمک‌ها و اجناس
quantity-votes = رای‌ها
quantity-attendance = حاضران
quantity-workforce = کارکنان
quantity-share = سهم
quantity-money = پول
quantity-measure = اندازه
quantity-other = شمار

## Refusals

refusal = در منابع من نیست.
refusal-missing = در منابع من نیست: { $missing }.
refusal-empty = سوالی بپرسید که در آن نامی یا موضوعی باشد، مانند: { "how many fighters does the group have?" }
refusal-language = جستجو شده نتوانست: سوال شما به زبانی غیر از زبان مقالات این‌جا است. آن را به { $languages } بپرسید.
refusal-withheld = آن‌چه جواب این سوال است نشان داده نمی‌شود، چون کلمه به کلمه همان نیست که ذخیره شده است.
searched = جستجو شد: { $articles }{ $period }.
period = { $first } تا { $last }
period-undated = { $number } بی‌تاریخ
either = { $one } یا { $other }
another-language = یک زبان دیگر از آن‌ها
missing-figure = هیچ رقمی در این باره
missing-figure-for = هیچ رقمی برای { $topic }
missing-statement = هیچ گفته‌ای از { $speaker }
missing-subject = هیچ چیزی درباره‌ی { $subject }
missing-period = هیچ چیزی از زمانی که می‌پرسید
missing-person = کسی به این نام معرفی نشده
missing-actor = گفته نشده که چه کسی این کار را کرده
missing-name = چنین نامی نیست
missing-time = هیچ تاریخی برای این
missing-place = هیچ جایی برای این
missing-stance = کسی که این موضع را داشته باشد
button-ask-editors = از ویراستاران بپرس
button-ask-group-editors = از ویراستاران گروه بپرس
button-tell-me = اگر پیدا شد خبرم کن
keep-asked = از ویراستاران پرسیده شد. اگر جوابی پیدا شد، این‌جا یک بار خبر می‌دهم. تا آن وقت نگه داشته می‌شود، حداکثر ۳۰ روز.
keep-noted = اگر جوابی پیدا شد، این‌جا یک بار خبر می‌دهم. سوال شما تا آن وقت نگه داشته می‌شود، حداکثر ۳۰ روز.
keep-already = پیشتر یادداشت شده است.
keep-no-editors = این منابع ویراستاری ندارد، پس از کسی پرسیده شده نمی‌تواند.
keep-enough = { $number } سوال شما نگه داشته شده است: بیشتر از این نگه نمی‌دارم.
turned-up = پیشتر این‌جا پرسیده شده، و حالا جواب دارد:

## What is pasted of a quote

cited = { $outlet }{ $manner } ({ $place }): «{ $words }»
cited-speaker = «{ $words }» — { $speaker }، به نقل { $outlet } ({ $place }).
cited-nobody = نشریه‌ای که نام برده نشده
cited-quoting = ، با نقل گفته‌ی { $speaker }
cited-reporting = ، به کلمات خودش، به نقل از { $speaker }{ $via }
cited-via = ، از طریق { $via }
cited-uncertain = ، گوینده معلوم نیست
cited-unheard = ، گوینده هنوز جستجو نشده
cited-own = ، به کلمات خودش

## /start, /help, /privacy, /sources, and who is let in

start = از من سوال کنید
start-from = از { $articles } ({ $paragraphs }) جواب می‌دهم، به کلمات خود آن‌ها: چه کسی نوشته، کجا، چه وقت.
start-no-judge = درباره‌ی راست بودن چیزی قضاوت نمی‌کنم، و خودم هیچ جمله‌ای درباره‌ی جهان نمی‌نویسم. آن‌چه را منابع من نمی‌گویند، می‌گویم که ندارم.
start-collections = شما در «{ $asked }» می‌پرسید. این‌ها را هم خوانده می‌توانید: { $others } ({ "/collection NAME" }).
start-group = در گروه: { $ask } و سوال شما، یا در جواب یکی از پیام‌های من.
start-kept = سوال‌های شما نگه داشته نمی‌شود، مگر آن‌که خودتان دکمه‌ی آن را بزنید؛ { "/privacy" } می‌گوید چه نگه داشته می‌شود. { "/help" } آن‌چه را می‌فهمم نشان می‌دهد.
help = آن‌چه می‌فهمم
help-ask = { "/ask QUESTION" }: سوال کردن (این‌جا متن ساده هم سوال است)
help-check = { "/check WORDING" }: آیا این عبارت کلمه به کلمه در منابع من هست؟ یا { "/check" } در جواب یک پیام، که بخشی از آن انتخاب شده باشد
help-sources = { "/sources" }: از کدام منابع جواب می‌دهم؛ { "/sources WORD" } یک عنوان یا نشریه را می‌جوید
help-collection = { "/collection NAME" }: پرسیدن در مجموعه‌ای دیگر که خوانده می‌توانید
help-inline = { $bot } و چند کلمه، در هر چت: یک نقل قول برای فرستادن در آن‌جا (اگر این حالت روشن باشد)
help-brief = { "/brief TOPIC" }: تصحیح‌شده، تازه، هنوز باز، به تفکیک طرف‌ها؛ { "/brief TOPIC daily 07:00" } یا { "weekly Mon 07:00" }، و { "/brief TOPIC stop" }
help-watches = پیگیری زیر هر جواب: وقتی گفته، گوینده یا رقم تازه‌ای بیاید خبر می‌دهم؛ { "/watches" } همه را نشان می‌دهد و متوقف می‌کند
help-export = { "/export" } در جواب یک جواب یا گزارش: نقل قول‌های آن به شکل فایل، با منابع، زمان‌ها و هش‌ها؛ { "/export text" } برای متن ساده
help-corrections = { "/corrections" }: چه چیزی در منابع من تغییر کرده
help-add = { "/add LINK" }، یا در جواب یک پیوند، سند یا پیام (ویراستاران؛ این‌جا فرستادن آن بس است)
help-settings = { "/settings" }: زبان، ساعات خاموشی، منطقه‌ی زمانی و درازی جواب در این‌جا؛ در گروه مدیران آن‌ها را، مجموعه را و این‌که چه کسی اضافه کند تعیین می‌کنند
help-privacy = { "/privacy" }: چه کسی چه چیز را می‌بیند
help-forget = { "/forget me" }: پاک کردن آن‌چه از شما می‌دانم
help-wipe = { "/wipe" }: پاک کردن پیام‌های دو روز اخیر ما در هر دو طرف، پاک کردن آن‌چه از شما می‌دانم، و خارج ساختن شما
help-groups = در گروه‌ها
help-group-ask = { $ask }، یا در جواب یکی از پیام‌های من.
help-group-else = تا وقتی حریم گروهی من روشن است، تلگرام آن‌جا چیز دیگری به من نشان نمی‌دهد، و من به چیز دیگری جواب نمی‌دهم.
help-owners = برای مالکان
help-invite = { "/invite reader|editor|owner [COLLECTION]" }: پیوندی برای یک نفر، ۱۵ دقیقه
help-collection-group = { "/collection NAME" } در گروه یا موضوع: چه چیزی بخواند
menu-ask = سوال کردن
menu-check = مقایسه‌ی یک عبارت با منابع
menu-sources = از کدام منابع جواب می‌دهم
menu-help = آن‌چه می‌فهمم
menu-brief = تازه‌ها درباره‌ی یک موضوع، حالا یا هر روز
menu-watches = این‌جا چه پیگیری می‌شود
menu-export = در جواب یک جواب: نقل قول‌های آن به شکل فایل
menu-corrections = تغییرات ۳۰ روز
menu-settings = زبان، ساعات خاموشی و دیگر تنظیمات این چت
menu-add = اضافه کردن پیوند، فایل یا پیام (ویراستاران)
menu-privacy = چه کسی چه چیز را می‌بیند
privacy = چه نگه داشته می‌شود
privacy-question = سوال شما: تا وقتی جواب داده شود، بعد پاک می‌شود. در هیچ گزارش کاری نیست.
privacy-kept = سوالی که زیر آن «از ویراستاران بپرس» یا «اگر پیدا شد خبرم کن» را می‌زنید، و این‌که از شماست: تا وقتی جوابی پیدا شود، حداکثر ۳۰ روز. ویراستاران آن را بی نام شما می‌بینند.
privacy-watched = سوالی که پیگیری می‌کنید و موضوعی که گزارش منظم آن را می‌خواهید: تا وقتی متوقف کنید.
privacy-ledger = کدام بند در کدام پیام آمده، تا دکمه‌ها کار کند و غلطی‌ها تصحیح شود: ۳۰ روز. نه این‌که چه کسی پرسیده، نه این‌که چه پرسیده.
privacy-recent = موضوع سوال‌های اخیر شما، تا بتوانید ادامه دهید: ۳۰ دقیقه، فقط در حافظه.
privacy-people = شماره‌ی تلگرام شما، اگر اجازه دارید؛ این‌که رد شدید، اگر ندارید: ۳۰ روز.
privacy-who = چه کسی می‌بیند
privacy-telegram = تلگرام این چت را می‌رساند و نگه می‌دارد. در گروه همه‌ی افراد می‌خوانند.
privacy-operator = گرداننده‌ی این ربات پیام‌ها را هنگام رسیدن خوانده می‌تواند.
privacy-forget = { "/forget me" } آن‌چه را از شما می‌دانم پاک می‌کند. پیام‌های این چت را خودتان پاک می‌کنید.
sources-with = { $articles } با «{ $words }»
sources-none-with = هیچ مقاله‌ای با «{ $words }» نیست.
sources-page = صفحه‌ی { $page } از { $pages }
collection-is = این چت در «{ $name }» می‌پرسد. برای تغییر آن: { "/collection NAME" }، یک کلمه.
collection-set = از حالا در «{ $name }» می‌پرسم.
collection-not-yours = این مجموعه را این‌جا انتخاب کرده نمی‌توانید.
code-spent = این پیوند چیزی را باز نمی‌کند: پیشتر استفاده شده یا ۱۵ دقیقه‌ی آن گذشته است. پیوند تازه بخواهید.
invite-how = بنویسید { "/invite reader" }، { "/invite editor" } یا { "/invite owner" }، و مجموعه را پشت آن اگر «{ "main" }» نیست.
invite = برای یک نفر، یک بار، در ۱۵ دقیقه: { $role }.
paired = شما وارد شدید: { $role }.
role-reader = خواننده‌ی «{ $name }»
role-reader-all = خواننده‌ی همه چیز
role-editor = ویراستار «{ $name }»
role-editor-all = ویراستار همه چیز
role-owner = مالک «{ $name }»
role-owner-all = مالک همه چیز
joined = با { $ask } و سوال خود بپرسید، یا در جواب یکی از پیام‌های من.
joined-collection = این‌جا از مجموعه‌ی «{ $name }» جواب می‌دهم.
forget-how = برای پاک کردن آن‌چه از شما می‌دانم: { "/forget me" }
forgotten = پاک شد: نقش‌های شما، انتخاب‌های شما، سوال‌هایی که برای شما نگه داشته شده بود، و این‌که کدام بندها در چت خصوصی ما نشان داده شد. شما دیگر اجازه ندارید.
forgotten-admin = پاک شد: نقش‌های شما، انتخاب‌های شما، سوال‌هایی که برای شما نگه داشته شده بود، و این‌که کدام بندها در چت خصوصی ما نشان داده شد. این‌که اجازه‌ی پرسیدن دارید در تنظیمات ربات است، که من تغییر داده نمی‌توانم.
wiped = پاک شد، این‌جا و نزد من؛ شما خارج شدید. آن‌چه از دو روز کهنه‌تر است فقط خودتان پاک کرده می‌توانید: این چت را پاک کنید.
no-cards = در منابع من نیست: در چت خصوصی بپرسید
add-not-yours = آن‌چه اضافه شده را فقط ویراستاران این منابع تغییر می‌دهند.

## /check

check = مقایسه‌ی عبارت، نه سنجش حقیقت
check-how = { "/check" } و عبارت را پشت آن بنویسید، یا { "/check" } را در جواب یک پیام؛ اگر اول بخشی از آن را انتخاب کنید فقط همان مقایسه می‌شود.
check-verbatim = کلمه به کلمه.
check-altered = تغییر یافته.
check-misattributed = کلمات کسی دیگر.
check-not-found = به این کلمات در منابع من نیست.
check-too-short = برای مقایسه بسیار کوتاه است: حداقل ۱۲ حرف بفرستید.
check-pasted = «{ $pasted }»
check-nothing-near = «{ $pasted }»: چیزی نزدیک به آن نیست
check-more-parts = { $number } بخش دیگر: آن‌ها را جداگانه بفرستید.
differs = فرق: «{ $pasted }»: در منبع «{ $source }» است
differs-added = فرق: «{ $pasted }»: در منبع نیست
differs-missing = فرق: «{ $source }» کم است
differs-quantity = فرق: { $source }، نه { $pasted }
differs-stitched = فرق: سرهم شده: بخش‌های آن در منبع با هم نیامده است

## Watches

new-items = { $number } مورد تازه.
watch-started = وقتی گفته، گوینده یا رقم تازه‌ای بیاید این‌جا خبر می‌دهم. سوال شما برای آن نگه داشته می‌شود؛ { "/watches" } آن را نشان می‌دهد و متوقف می‌کند.
watched-already = پیشتر پیگیری می‌شود: { "/watches" } همه را نشان می‌دهد.
watch-enough = { $number } پیگیری نگه می‌دارم و نه بیشتر: { "/watches" } یکی را متوقف می‌کند.
watch-none = این‌جا چیزی پیگیری نمی‌شود. زیر یک جواب «پیگیری» را بزنید.
watch-not-yours = فقط کسی که آن را شروع کرده، مدیر گروه یا ویراستار آن را متوقف می‌کند.
watch-news = تازه‌ها درباره‌ی آن‌چه این‌جا پیگیری می‌شود
watched-here = این‌جا پیگیری می‌شود
watch-line = { $number }. «{ $question }»، از { $since }؛ هنوز چیزی تازه نیست
watch-line-told = { $number }. «{ $question }»، از { $since }؛ آخرین خبر { $told }
button-stop = توقف { $number }

## Briefings

brief = گزارش · { $topic }
briefs = گزارش‌ها
briefs-scheduled = گزارش‌هایی که خودبه‌خود این‌جا می‌آید
brief-how = موضوع را پشت آن بنویسید: { "/brief prisoners" }
brief-how-scheduled = به طور منظم: { "/brief prisoners daily 07:00" } یا { "/brief prisoners weekly Mon 07:00" }. برای توقف: { "/brief prisoners stop" }
brief-not-here = این‌جا فقط مدیران گروه و ویراستاران منابع آن گزارش منظم تعیین می‌کنند. { "/brief TOPIC" } برای همه است.
brief-none-scheduled = هیچ گزارشی خودبه‌خود این‌جا نمی‌آید.
brief-no-such = درباره‌ی این موضوع چیزی تعیین نشده است. { "/brief" } همه را نشان می‌دهد.
brief-stopped = متوقف شد: این گزارش دیگر خودبه‌خود نمی‌آید.
brief-kept = موضوع تا وقت توقف برای همین نگه داشته می‌شود. { "/brief" } آن‌چه را خودبه‌خود می‌آید نشان می‌دهد و متوقف می‌کند؛ { "/settings" } منطقه‌ی زمانی را تعیین می‌کند.
brief-ready = گزارش شما آماده است.
brief-enough = بیشتر از این‌ها گزارش منظم این‌جا نمی‌فرستم. { "/brief" } آن‌ها را نشان می‌دهد و متوقف می‌کند.
brief-scheduled = «{ $topic }»: { $schedule } ({ $zone })؛ بعدی { $due }.
brief-late = وقت آن { $due } بود؛ دیر می‌آید، چون من نبودم.
brief-too-long = در یک پیام جا نمی‌شود: در فایل است.
brief-nothing = در منابع من چیزی در این باره نیست.
brief-first = اولین گزارش این‌جا در این باره: همه‌ی آن‌چه منابع من دارند.
brief-nothing-new = از { $since } تا حال چیزی تازه نیست.
brief-news = از { $since } تا حال: { $news }.
brief-news-corrected = { $number } تصحیح
brief-news-fresh = { $number } تازه
brief-corrected = تصحیح شده · { $number }
brief-so-far = تا حال · { $statements }
brief-new = تازه · { $statements }
brief-open = هنوز باز · ارقامی که فرق دارند
brief-by-side = به تفکیک طرف‌ها
brief-nobody = معلوم نیست کلمات کیست
brief-section-corrected = تصحیح شده
brief-section-open = هنوز باز: ارقامی که فرق دارند ({ $quantity })
brief-section-side = از طرف: { $side }
brief-file = متن کامل، برای خواندن بدون انترنت.
brief-file-title = گزارش: { $topic }
button-show-all = همه را نشان بده
numbered = { $number }. { $line }
list-semicolon = {"؛ "}
schedule-daily = هر روز ساعت { $at }
schedule-weekly = هر هفته { $day } ساعت { $at }
weekday-1 = دوشنبه
weekday-2 = سه‌شنبه
weekday-3 = چهارشنبه
weekday-4 = پنج‌شنبه
weekday-5 = جمعه
weekday-6 = شنبه
weekday-7 = یک‌شنبه
moment-utc = { $moment } به وقت { "UTC" }

## Feeds

feeds-none = برای این منابع هیچ خوراکی دنبال نمی‌شود.
feeds-answered = { $answering } از { $feeds } خوراک جواب داد
feed-fails = ⚠ { $name }: از { $since } جواب نمی‌دهد ({ $trouble })
feed-failed = ⚠ { $name }: تا حال جواب نداده ({ $trouble })
feed-silent = { $name }: جواب می‌دهد، از { $since } چیزی تازه ندارد
feed-silent-since = { $name } از { $since } خاموش است
feed-never = { $name } هنوز جواب نداده است
feed-not-asked = از { $name } پس از { $since } پرسیده نشده است
feed-nothing-new = { $name } جواب می‌دهد، از { $since } چیزی تازه ندارد

## What changed

it-said = گفته بود:
it-was = چنین بود:
it-is-now = حالا چنین است:
was-withdrawn = پس گرفته شد: دیگر از آن جوابی داده نمی‌شود.
no-longer-there = این دیگر در آن نیست.
when = { $day }، { $time } به وقت { "UTC" }
notice-withdrawn = پس گرفته شد
notice-changed = منبع تغییر کرده است
notice-elsewhere = یک نقل در این پیام دیگر به همان شکل در منبع خود نیست. این گفتگو اکنون در جای دیگری می‌پرسد: نمی‌توانم این‌جا نشان دهم که چه تغییر کرده است.
notice-seen = دیده شده در { $when }
notice-seen-reason = دیده شده در { $when }: { $reason }
notice-gone = این دیگر در آن نیست، و چیزی مانند آن هم نیست.
corrections = تغییرات ۳۰ روز
corrections-none = از آن‌چه این‌جا جواب می‌دهم در ۳۰ روز چیزی تغییر نکرده است.
corrections-more = { $number } دیگر پیش از آن.
change-withdrawn = { $day }: پس گرفته شد: { $article } ({ $reason })
change-amended = { $day }: { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 } را یک ویراستار اصلاح کرد: { $article } (حالا: { $after })
change-amended-before = { $day }: { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 } را یک ویراستار اصلاح کرد: { $article } (حالا: { $after }، پیش از آن: { $before })
change-by-outlet = { $day }: نشریه آن را تغییر داد: { $article } (نسخه‌ی { $revision })

## Files

export-how = { "/export" } را در جواب یک جواب یا گزارش من بنویسید، یا { "/export text" } برای متن ساده. آن‌چه از ۳۰ روز کهنه‌تر است دیگر نمی‌دانم.
exported = هر نقل قول با منبع، نشانی، زمان گرفتن و هش آن.
file-title = نقل قول‌ها از منابع
file-made = ساخته شده در { $at } به وقت { "UTC" }.
file-not-judged = پشت هر خط عمودی منبع است، کلمه به کلمه. هیچ چیز این‌جا نمی‌گوید که چه راست است.
file-how-to-check = { "SHA-256" } از تمام متن ذخیره‌شده‌ی مقاله است ({ "UTF-8" })؛ نقل قول حروف از و تا شماره‌های داده‌شده است.
file-retrieved = گرفته شده در { $at } به وقت { "UTC" } · «{ $document }»، نسخه‌ی { $revision }، حروف { $start } تا { $end }
no-address = بدون نشانی

## Reports of wrong quotes

report = چه چیز آن غلط است؟
report-what = ویراستاران نقل قول و انتخاب شما را می‌بینند؛ سوال شما را فقط اگر خودتان بفرستید.
fault-speaker = گوینده غلط است
fault-words = عین کلمات او نیست
fault-source = تاریخ یا نشریه غلط است
fault-off = جواب سوال نیست
fault-figure = رقمی کم است
button-send-along = سوالم را هم بفرست
reported = ویراستاران نقل قول و انتخاب شما را می‌گیرند، نه سوال شما را. نتیجه را این‌جا می‌گویم.
reported-already = شما این بند را پیشتر گزارش داده‌اید؛ ویراستاران هنوز به آن نرسیده‌اند.
report-enough = { $number } گزارش شما هنوز باز است: بیشتر از این نگه نمی‌دارم.
report-choose-first = اول انتخاب کنید که چه چیز آن غلط است.
report-sent-along = سوال شما هم به ویراستاران می‌رود، بی نام شما.
report-sent-already = ویراستاران سوال شما را پیشتر دارند.
report-question-gone = سوال شما را دیگر نمی‌دانم: فقط ۳۰ دقیقه به یاد می‌ماند.
report-settled = این پیشتر فیصله شده، یا ۳۰ روز گذشته است.
report-is = گزارش شده: { $fault }
report-in = در «{ $collection }»
report-shown-for = در جواب این نشان داده شد: «{ $question }»
report-gone = این دیگر در منابع نیست.
report-amended = ویراستاران در آن‌چه گزارش دادید { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 } را اصلاح کردند: هر نقل قول آن این را می‌گوید.
report-taken = ویراستاران آن‌چه را گزارش دادید روی دست گرفته‌اند.
report-dismissed = ویراستاران آن‌چه را گزارش دادید دیدند، و چیزی را تغییر ندادند.
report-done-taken = روی دست گرفته شد. به گزارش‌دهنده خبر داده می‌شود.
report-done-dismissed = رد شد. به گزارش‌دهنده خبر داده می‌شود.
button-amend = اصلاح { $field ->
    [date] تاریخ
    [outlet] نشریه
    [author] نویسنده
    [speaker] گوینده
   *[other] { $field }
 }
button-take-up = روی دست گرفتن
button-dismiss = رد کردن
button-show-it = نشان بده

## /settings

settings-title = تنظیمات این چت
settings-title-group = تنظیمات این گروه
settings-language-is = زبان: { $value }
settings-collection-is = مجموعه: «{ $value }»
settings-adding-is = چه کسی منبع اضافه می‌کند: { $value }
settings-quiet-is = ساعات خاموشی: { $value }
settings-zone-is = منطقه‌ی زمانی: { $value }
settings-length-is = جواب‌ها: { $value }
settings-who-changes = فقط مدیران این گروه آن‌ها را تغییر می‌دهند.
settings-how = ساعات خاموشی دیگر: { "/settings quiet 22:30 06:15" }. منطقه‌ی زمانی دیگر: { "/settings zone Asia/Kabul" }.
settings-language = زبان
settings-collection = مجموعه
settings-adding = چه کسی اضافه کند
settings-quiet = ساعات خاموشی
settings-zone = منطقه‌ی زمانی
settings-length = درازی جواب
settings-language-what = این‌جا به کدام زبان حرف بزنم. نقل قول‌ها به زبان خودشان می‌مانند.
settings-collection-what = این‌جا از کدام منابع جواب بدهم. همه‌ی افراد این چت آن را می‌خوانند.
settings-collection-none = مجموعه‌ای نیست که شما بتوانید به این چت بدهید: این کار مالک است.
settings-adding-what = جز ویراستاران چه کسی می‌تواند به منابع این‌جا اضافه کند. آن‌چه اضافه شده را فقط ویراستاران تغییر می‌دهند.
settings-quiet-what = چه وقت خودم چیزی نفرستم، جز گزارش‌ها در وقت معین‌شان. ساعات دیگر: { "/settings quiet 22:30 06:15" }
settings-zone-what = ساعات خاموشی و گزارش‌ها به کدام ساعت باشد. هر منطقه‌ی دیگر: { "/settings zone Asia/Kabul" }
settings-length-what = چه مقدار از جواب در صفحه‌ی اول بیاید؛ باقی پشت دکمه‌هاست.
settings-adding-editors = فقط ویراستاران
settings-adding-admins = مدیران گروه
settings-adding-everybody = همه‌ی افراد این گروه
settings-quiet-off = هیچ
settings-length-short = کوتاه
settings-length-normal = معمولی
settings-back = ‹ برگشت
settings-set = انجام شد.
settings-not-yours = تنظیمات این گروه را فقط مدیران آن تغییر می‌دهند.
settings-collection-not-yours = این مجموعه را فقط مالکان آن به یک گروه می‌دهند.
settings-adding-not-yours = فقط ویراستاران این مجموعه تعیین می‌کنند که دیگر چه کسی به آن اضافه کند.
settings-written-how = بنویسید { "/settings quiet 22:30 06:15" } یا { "/settings quiet off" } یا { "/settings zone Asia/Kabul" }؛ خود { "/settings" } همه را نشان می‌دهد.
settings-unknown = تنظیمی به نام «{ $name }» نیست.
settings-time-how = وقت را این‌طور بنویسید: { "07:00" }، از { "00:00" } تا { "23:59" }.
settings-zone-how = این منطقه‌ی زمانی را نمی‌شناسم. این‌طور بنویسید: { "Asia/Kabul" }، { "Europe/Berlin" }، { "America/New_York" } یا { "UTC" }.
settings-zone-unreadable = این منطقه‌ی زمانی در این ماشین خوانده نمی‌شود.
settings-language-how = به این زبان حرف نمی‌زنم: { "/settings" } زبان‌هایی را که می‌دانم نشان می‌دهد.
settings-one-of = یکی از این‌ها است: { $values }.
