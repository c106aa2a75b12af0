"""
English words of five letters or more that are one slip of the finger from others.

There is no English dictionary to tell a misspelt word by: a word that stands here is never taken for another.
"""

from __future__ import annotations

from knowledge.speech.vocabulary import words

ENGLISH_NEIGHBOURS = words("""
    abort accept accepts access actual added adding admire advice advise affect after again ahead alert
    alien alike aloud alter amount angel angels answered apart apple arena argent argue arise arrive
    ashore asked asking assert assign assist assure attend award awards baker baking banner based bases
    beach beans beard bears beast beats bells bending beside better betting billed bitter blade blank
    bless board boats boiled bolder booking books boost bored boring bound boxes brand brass breed bride
    brief bring bringing broad broken broker brother brought brush build built bunch burned burning bushes
    busty cable cables calling career careful cares cargo caring carries casing casting cater catering
    cause caused causes causing center central chain chance chances change changer charge charges chart
    cheaper check cheer chest chill choir chore chose cider claims clear clerk climb clips close closing
    cloud clubs coach coast colder comedy coming commend compete complete compliant complied comply
    comprise concede concern concert confer confirm conform console consular consult contact contacter
    contest contract convert cookie cooking cools correct cosign costing could couldn counting counts
    course court cover cream create creates creating crime cross crown crush curing curious curse customs
    dales dance danger dared dates dating dealer dealing decent defend degree deliver demand depend desert
    designed desire dessert details detect device devise different dilly direct divert doesn domes doors
    doubt draft drank drawn dream dress drink drive drone drove during earning earns easier eaten eating
    effect effects elect elite email enable ended endorse engage ensure enter entire event events every
    exact except excess excuse exist expand expect expert extend extent facts failing fails faint fairs
    falling falls fasten feast feats feeds feeling feels fetch fever fewer fiber field fight filed files
    filled finals finder finer fires firms first fishing flags flare fleet floor flour flown folks follow
    folly fonts foods force forced forest forge forks forms forth forty forum found frame fresh fried
    front fuels funds funny gates gather gauge gears giant given giver gives giving glare globe going
    grade grain grand grant grasp grass grave great greet grind grips gross group grown guard guess guest
    guide guilty hairs halls handle handled handler hands hanged happen harder harsh hasty hatch haunt
    haven having headed heads heals heaps hearing hears heart heater heating heeling heels helix hello
    helmet helping hence hider higher hills hinder hints hired hires hoist holder holds holes homes homing
    honest honor hoped hopes hoping horns horse hosting hosts hotel hours house housing human hunger
    hunter hunting hurry ideal image inner insist insure intend intent issue items joins joint judge
    keeper keeping kicks kills kinds kings knock labor lacks lakes lambs lands lanes large laser lasted
    lasting later laugh launch layer laying leading leads leaks leaned learn learning lease least leather
    leave leaving legal lending lends letting lever lifts liked liken likes limit lined linen liner lines
    links listing lists liter lived liver lives living loading loans local locking locks lodge logic
    longer looking looks loose lords loser losing loved lover loving lower lucky lunch major maker makes
    making males manage manner marks masks match mates maybe meals means meant meats meeting meets melting
    mends merge merit messy meter might miles minds miner minor mints minus missed misses missing mixed
    model moist money monks month moods moons moose moral mother motor mould mount mouse mouth moved mover
    moves moving music named names needs nests never night noise north noted notes noting nurse occur
    ocean offend offer often older onset opening opens option orbit order other ought outer owned owner
    owning packs pages pained paint pairs panel paper parked parse parts party passed passing paste pasted
    pasts paths patrol pause payed payer paying peace peaks pearl peeling peels penny perch persona
    personal personnel phase phone photo piano picks piece pilot pitch place places plain plane planes
    plans plant plate plates played player playing plays plead please plenty point poker polar polls pools
    porch pores ports posed poses posing posted posters posting pound power praise praying press previous
    price pride prime principal principle print prior prize probable probe proceed process produce profit
    prone proof props provable prove proved proves public pulls pulse pumps punch purse pushing quest
    queue quick quiet quite quote quoted races raise rally range ranks rapid rated rates rather ratio
    reach react reader reading reads realise realist realize really realm rebel recall recent refer refers
    refill refine reform refund refuse regain register regret reject relate relax relay relied relief
    remain remark remind remit remix remove renew rents repair repeat repel reply report reporter rescue
    resent reset resign resist resort resting result resume retail retain return reveal revert review
    reward right rings rises risks rival river roads roast robot roles rolls rooms roots roses rough round
    route rover royal ruler rules running rushing sacks safer sailing sails saint sales salty sands saved
    saver saves saving saying scale scare scaring scene scent scope score scout screw sealing seals seats
    seeking seems seized selfs seller selling sending sends sense series serve served server serves setter
    setting seven shade shake shall shame shape share sharing sharp sheer sheet shelf shell shift ships
    shirt shock shoes shoot shore short should shout shown shows sided sides sight signs silver simple
    since singer sister sites sitting sixty sized skill skips slave sleep sleeping slice slide slope slots
    small smart smell smile smoke snack sneak socks soils solar solid sometimes sorting sorts sound south
    space spare speak speaking speed spell spend spending spent spill spins split spoke sport spots stack
    staff stage stair stake stale stall stamp stand stare staring stars start starting state states
    stating stationary stationery staying stays steal steam steel steep steps stern stick still stock
    stole stone stood stool stops store stories storm story straight strap straw strip stuck studio stuff
    style sugar suits sunny super surge swear sweat sweet swift swing table tailing taken taker takes
    taking tales talking talks tasks taste tasting taxes teach teams tears telling tells tempo tends tense
    terms testing tests texts thank their theme thing think third thorough those though thought thread
    three threw through throw thrown tides tight tiles times tired titles toast today token tones tools
    torch total touch tough tours tower towns trace track trade trail train trainer trains traits trash
    treat trees trend trial tribe trick tried tries trips troop trough truck truly trunk trust tuned
    turning turns twice twist under union unite units until upper upset urban urged usage users using
    usual valid value valve verse video views visit vital voice voted votes wages waist waiting wakes
    walking walks walls wanted wants wards warning warns washing waste wasting watch water waves waving
    wears weather weekend weeks weigh weighing wheel where whether which while white whole whose wider
    widow width wills winds wines wings wires wishing witch wither woman women words worker workers
    working works world worse worst worth would wouldn wound wrist write writes writing wrong yield young
    yours
""")
"""Words that a typing mistake in one of them may turn into, and that people mean when they write them."""
